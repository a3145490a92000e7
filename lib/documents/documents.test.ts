import { describe, expect, test } from 'vitest';
import { billCsv } from '@/lib/documents/bill-csv';
import type { BillDocument, DocumentParty } from '@/lib/documents/bill-document';
import { billPdf } from '@/lib/documents/bill-pdf';
import { csvRow } from '@/lib/documents/csv';
import { debitNotePdf } from '@/lib/documents/debit-note-pdf';

describe('bill PDF', () => {
  test('is PDF/A-3b and the same bill gives the same bytes', async () => {
    const first = Buffer.from(await billPdf(bill()));
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect(first.toString('latin1')).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(Buffer.from(await billPdf(bill())).equals(first)).toBe(true);
  });

  test('a name that looks like markup is a name, and a changed amount changes the document', async () => {
    const hostile = bill({ buyer: { ...buyer, legalName: '#panic("x") $ \\ ] <b> "quoted"' } });
    expect((await billPdf(hostile)).length).toBeGreaterThan(1_000);
    const changed = await billPdf(bill({ total: '124.00' }));
    expect(Buffer.from(changed).equals(Buffer.from(await billPdf(bill())))).toBe(false);
  });

  test('a draft without number, dates or quantity is typeset too', async () => {
    const draft = bill({ number: null, issuedOn: null, dueOn: null, contentHash: null });
    expect((await billPdf(draft)).length).toBeGreaterThan(1_000);
  });
});

test('a debit note is PDF/A-3b, typeset without VAT, and the same one gives the same bytes', async () => {
  const note = {
    ...{ language: 'en', number: 'D-000001', currency: 'EUR', amount: '10.00', reason: '#fraud $' },
    ...{ issuedOn: '2026-04-05', dueOn: '2026-04-19', takenBackOn: '2026-04-05' },
    ...{ operator: seller, buyer: { ...buyer, accountNumber: 'A-1' } },
    payment: { receivedOn: '2026-04-01', reference: '' },
  };
  const first = Buffer.from(await debitNotePdf(note));
  expect(first.toString('latin1')).toContain('<pdfaid:part>3</pdfaid:part>');
  expect(Buffer.from(await debitNotePdf(note)).equals(first)).toBe(true);
  const other = await debitNotePdf({ ...note, payment: { receivedOn: '2026-04-01', reference: 'R 7' } });
  expect(Buffer.from(other).equals(first)).toBe(false);
});

describe('bill CSV', () => {
  test('has a row a line and a row a tax, quoted by RFC 4180', () => {
    const rows = billCsv(bill()).split('\r\n');
    expect(rows).toHaveLength(4);
    expect(rows[1]).toBe('line,MER-7,Meridian,"Calls, ""gold""",2026-10-01,2026-11-01,21,min,163.00,EUR,');
    expect(rows[2]).toBe('tax,MER-7,Meridian,S 23 %,2026-10-01,2026-11-01,163.00,,37.49,EUR,');
  });

  test('a line about an earlier bill names it', () => {
    const adjusted = bill();
    const [section] = adjusted.sections;
    const [line] = section!.lines;
    const steps = [{ code: 'adjustment_of', bill: 'MER-6', line: 'Calls' }];
    const about = { ...adjusted, sections: [{ ...section!, lines: [{ ...line!, steps }] }] };
    expect(billCsv(about).split('\r\n')[1]).toMatch(/,163\.00,EUR,MER-6$/);
  });

  test('cells a spreadsheet would run are defused, negative amounts stay numbers', () => {
    expect(csvRow(['=1+1', '+48', '-7.24', '@x', '\tx', null])).toBe("'=1+1,'+48,-7.24,'@x,'\tx,\r\n");
  });
});

const seller: DocumentParty = {
  name: 'Meridian',
  legalName: 'Meridian Telecom S.A.',
  vatId: 'PL5260250274',
  country: 'PL',
  address: { street: 'ul. Prosta 51', postcode: '00-838', town: 'Warszawa' },
};

const buyer = {
  ...seller,
  name: 'Alder',
  legalName: 'Alder GmbH',
  accountNumber: 'A-1',
  accountName: 'Main',
};

function bill(changes: Partial<BillDocument> = {}): BillDocument {
  const period = { from: '2026-10-01', to: '2026-11-01' };
  const line = {
    description: 'Calls, "gold"',
    period,
    quantity: '21',
    unit: 'min',
    amount: '163.00',
    steps: [{ code: 'per_unit', quantity: '21', unitPrice: '7.76', result: '162.96' }],
  };
  const net = { net: '163.00', tax: '37.49', total: '200.49' };
  return {
    language: 'xx',
    number: 'MER-7',
    currency: 'EUR',
    period,
    issuedOn: '2026-11-05',
    dueOn: '2026-11-19',
    operator: seller,
    buyer,
    ...net,
    amountDue: '200.49',
    sections: [{ supplier: 'Meridian', role: 'operator', net: '163.00', lines: [line] }],
    taxes: [
      { seller: 'Meridian', category: 'S', ratePercent: '23', base: '163.00', amount: '37.49', reason: null },
    ],
    invoices: [{ seller, number: 'FV-1', typeCode: '380', ...net }],
    contentHash: 'ab'.repeat(32),
    ...changes,
  };
}
