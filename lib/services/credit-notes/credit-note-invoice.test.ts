import { expect, test } from 'vitest';
import { buildUbl } from '@/lib/documents/ubl/build-ubl';
import { brokenRules } from '@/lib/documents/ubl/en16931.fixture';
import { creditNoteInvoice, type IssuedCredit } from '@/lib/services/credit-notes/credit-note-invoice';

const PARTY = {
  ...{ name: 'SkyMesh', legalName: 'SkyMesh IoT GmbH', vatId: 'PL8971655233', country: 'PL' },
  address: { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' },
};

/** A line of the seller, credited with 23 % of tax. */
const credited = (amountMinor: bigint, taxMinor: bigint, typeCode: '380' | '381'): IssuedCredit => ({
  note: { number: 'C-000001', reason: 'Wrong price', issuedOn: '2026-11-20', currency: 'EUR' },
  parties: {
    buyer: { ...PARTY, accountNumber: 'ACC-1', accountName: 'Main', language: 'en', vatId: 'PL7792433421' },
    sellers: { s: { ...PARTY, slug: 'skymesh' } },
    suppliers: {},
  },
  lines: [
    {
      ...{
        lineId: 'l',
        supplierId: 's',
        sellerId: 's',
        taxCategory: 'S',
        taxRatePpm: 230_000n,
        kind: 'usage',
      },
      ...{ description: 'Data', periodFrom: '2026-10-01', periodTo: '2026-11-01' },
      ...{ billedMinor: amountMinor, amountMinor },
    },
  ],
  taxes: [
    {
      ...{ sellerId: 's', category: 'S', ratePpm: 230_000n, reasonCode: null, reason: null },
      ...{ baseMinor: amountMinor, taxMinor },
    },
  ],
  document: {
    ...{ sellerId: 's', typeCode, number: 'N-1', originalNumber: 'N-0', originalIssuedOn: '2026-11-02' },
    ...{ netMinor: amountMinor, taxMinor, totalMinor: amountMinor + taxMinor },
  },
});

test('what is given is a credit note, and what was given and is taken back is an invoice; both are above zero', () => {
  for (const [input, root] of [
    [credited(10_000n, 2300n, '381'), 'CreditNote'],
    [credited(-10_000n, -2300n, '380'), 'Invoice'],
  ] as const) {
    const xml = Buffer.from(buildUbl(creditNoteInvoice(input))).toString('utf8');
    expect(xml).toContain(`<${root} `);
    expect(xml).toContain(`TypeCode>${input.document.typeCode}<`);
    expect(xml).toContain('<cbc:PayableAmount currencyID="EUR">123.00<');
    expect(brokenRules(xml)).toEqual([]);
  }
});
