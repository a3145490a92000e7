import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { buildUbl } from '@/lib/documents/ubl/build-ubl';
import type { EInvoice, EInvoiceLine, EInvoiceParty } from '@/lib/documents/ubl/einvoice';
import { electronicAddress } from '@/lib/documents/ubl/electronic-address';
import { brokenRules } from '@/lib/documents/ubl/en16931.fixture';
import { currency } from '@/lib/domain/money/currency';
import { divideRounded } from '@/lib/domain/money/round';

const XSD = path.resolve(import.meta.dirname, '../../../../shared/einvoice/ubl-2.1/xsdrt');
const OPERATOR: EInvoiceParty = {
  ...{
    id: 'meridian',
    name: 'Meridian',
    legalName: 'Meridian Telecom S.A.',
    vatId: 'PL5272480916',
    country: 'PL',
  },
  address: { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' },
};
const CUSTOMER: EInvoiceParty = {
  ...{
    id: 'ACC-1',
    name: 'Baltic Foods',
    legalName: 'Baltic Foods Sp. z o.o.',
    vatId: 'PL7792433421',
    country: 'PL',
  },
  address: { street: 'Portowa 5 & 7', town: 'Gdynia', postcode: '81-001', subdivision: '' },
};
const line = (change: Partial<EInvoiceLine> = {}): EInvoiceLine => ({
  ...{
    description: 'IoT data',
    quantity: '21',
    unit: 'MB',
    amountMinor: 16_300n,
    category: 'S',
    ratePercent: '23',
  },
  period: { from: '2026-10-01', to: '2026-11-01' },
  ...change,
});

/** A document of these lines, with the sums and taxes that follow from them. */
function invoiceOf(lines: readonly EInvoiceLine[], change: Partial<EInvoice> = {}): EInvoice {
  const keys = [...new Set(lines.map(({ category, ratePercent }) => `${category} ${ratePercent}`))];
  const taxes = keys.map((key) => {
    const [category = '', ratePercent = ''] = key.split(' ');
    const own = lines.filter((of) => of.category === category && of.ratePercent === ratePercent);
    const baseMinor = own.reduce((total, { amountMinor }) => total + amountMinor, 0n);
    const taxMinor = divideRounded(baseMinor * BigInt(ratePercent), 100n, 'half_away');
    return { category, ratePercent, baseMinor, taxMinor, reasonCode: null, reason: null };
  });
  const netMinor = lines.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const taxMinor = taxes.reduce((total, tax) => total + tax.taxMinor, 0n);
  return {
    ...{ typeCode: '380', number: 'INV-000001', issuedOn: '2026-11-02', dueOn: '2026-11-16' },
    ...{ currency: currency('EUR'), buyerReference: 'ACC-1', note: 'Bill B-000001', corrects: null },
    ...{ seller: OPERATOR, buyer: CUSTOMER, payee: null, terms: null },
    payment: { account: 'PL61109010140000071219812874', bic: 'WBKPPLPP', reference: 'B-000001' },
    ...{ lines, taxes, netMinor, taxMinor, totalMinor: netMinor + taxMinor },
    ...change,
  };
}

const written = (invoice: EInvoice) => Buffer.from(buildUbl(invoice)).toString('utf8');
const values = (xml: string, tag: string) =>
  [...xml.matchAll(new RegExp(`<cbc:${tag}(?: [^>]*)?>([^<]*)<`, 'g'))].map(([, value]) => value);

async function schemaFaults(xml: string): Promise<readonly string[]> {
  const root = xml.includes('<CreditNote ') ? 'CreditNote' : 'Invoice';
  const file = (fileName: string) => ({ fileName, contents: readFileSync(path.join(XSD, fileName), 'utf8') });
  // xmllint-wasm has one folder, so that the schemas' own paths are shortened to it.
  const flat = (name: string) => {
    const { contents } = file(name);
    return { fileName: path.basename(name), contents: contents.replaceAll('../common/', '') };
  };
  const { errors } = await validateXML({
    xml: [{ fileName: 'file.xml', contents: xml }],
    schema: [flat(`maindoc/UBL-${root}-2.1.xsd`)],
    preload: readdirSync(path.join(XSD, 'common')).map((name) => flat(`common/${name}`)),
    ...{ initialMemoryPages: 512, maxMemoryPages: 2048 },
  });
  return errors.map(({ message }) => message);
}

describe('buildUbl', () => {
  const discount = line({ description: 'Loyalty discount', quantity: null, unit: null, amountMinor: -500n });
  const late = line({ period: { from: '2026-09-01', to: '2026-10-01' }, unit: 'Hours', quantity: '0.333' });
  const credit: Partial<EInvoice> = {
    ...{ typeCode: '381', number: 'CN-000001', dueOn: null, terms: 'Set off or refunded.', payment: null },
    corrects: { number: 'INV-000001', issuedOn: '2026-11-02' },
  };
  const skymesh: EInvoiceParty = {
    ...{ id: 'skymesh', name: 'SkyMesh', legalName: 'SkyMesh IoT GmbH', vatId: 'DE811907980', country: 'DE' },
    address: { street: 'Straße 5', town: 'Köln', postcode: '50667' },
  };
  const reversed = line({ category: 'AE', ratePercent: '0' });
  const outside = line({ category: 'O', ratePercent: '0' });
  const cases: Record<string, EInvoice> = {
    'an invoice with a discount and late usage': invoiceOf([line(), discount, late]),
    'two rates, and units without a code': invoiceOf([line(), line({ ratePercent: '8', unit: 'GB-Month' })]),
    'a credit note': invoiceOf([line({ quantity: null })], credit),
    'an agent’s invoice, paid to the operator': invoiceOf([reversed], {
      ...{ seller: skymesh, payee: { name: OPERATOR.legalName } },
    }),
    'what is not subject to VAT': invoiceOf([outside], {
      buyer: { ...CUSTOMER, country: 'US', vatId: null },
    }),
    'a self-billed invoice': invoiceOf([reversed], {
      ...{ typeCode: '389', number: 'PO-000001', dueOn: null, terms: 'Settled with payout PO-000001.' },
      ...{ seller: skymesh, buyer: OPERATOR, payment: null },
    }),
    'a self-billed credit note': invoiceOf([reversed], {
      ...{ typeCode: '261', number: 'PO-000002', dueOn: null, terms: 'Settled with payout PO-000002.' },
      ...{ seller: skymesh, buyer: OPERATOR, payment: null },
    }),
    yen: invoiceOf([line({ amountMinor: 163n })], { currency: currency('JPY') }),
    'nothing to pay': invoiceOf([line({ amountMinor: 0n })], { dueOn: null }),
  };

  test.each(Object.entries(cases))('%s keeps the rules', (_, invoice) => {
    expect(brokenRules(written(invoice))).toEqual([]);
  });

  test.each([
    [
      'BR-CO-10',
      '<cbc:LineExtensionAmount currencyID="EUR">163.00',
      '<cbc:LineExtensionAmount currencyID="EUR">163.01',
    ],
    ['BR-CO-15', '<cbc:TaxInclusiveAmount currencyID="EUR">', '<cbc:TaxInclusiveAmount currencyID="EUR">1'],
    ['BR-S-08', '<cbc:TaxableAmount currencyID="EUR">', '<cbc:TaxableAmount currencyID="EUR">1'],
    ['BR-CO-17', '<cbc:Percent>23', '<cbc:Percent>22'],
    ['BR-27', '<cbc:PriceAmount currencyID="EUR">', '<cbc:PriceAmount currencyID="EUR">-'],
    ['PEPPOL-EN16931-R051', '<cbc:PayableAmount currencyID="EUR">', '<cbc:PayableAmount currencyID="USD">'],
    ['BR-CO-25', '<cbc:DueDate>2026-11-16</cbc:DueDate>', ''],
    ['PEPPOL-EN16931-R010', '<cbc:EndpointID schemeID="9945">PL7792433421</cbc:EndpointID>', ''],
    ['PEPPOL-EN16931-R110', '<cbc:StartDate>2026-09-01', '<cbc:StartDate>2026-09-02'],
  ])('%s is seen when it is broken', (id, from, to) => {
    const xml = written(cases['an invoice with a discount and late usage']!);
    expect(xml).toContain(from);
    expect(brokenRules(xml.replace(from, to)).join()).toContain(id);
  });

  test.runIf(existsSync(XSD)).each(Object.entries(cases))('%s is UBL 2.1', async (_, invoice) => {
    expect(await schemaFaults(written(invoice))).toEqual([]);
  });

  test('says which rules it follows: Peppol where both can be reached, else the norm alone', () => {
    const specification = (invoice: EInvoice) => values(written(invoice), 'CustomizationID')[0];
    const cut = (invoice: EInvoice) => specification(invoice)!.split('poacc:')[1] ?? 'norm';
    expect(Object.values(cases).map(cut)).toEqual([
      ...['billing:3.0', 'billing:3.0', 'billing:3.0', 'billing:3.0', 'norm'],
      ...['selfbilling:3.0', 'selfbilling:3.0', 'billing:3.0', 'billing:3.0'],
    ]);
    const german = { ...CUSTOMER, country: 'DE', vatId: 'DE129273398' };
    expect(cut(invoiceOf([line()], { seller: skymesh, buyer: german }))).toBe('norm');
  });

  test('a line’s price is what one unit came to; a discount is less than nothing of its amount', () => {
    const xml = written(cases['an invoice with a discount and late usage']!);
    expect(values(xml, 'InvoicedQuantity')).toEqual(['21', '-1', '0.333']);
    expect(values(xml, 'PriceAmount')).toEqual(['7.7619047619', '5', '489.4894894895']);
    expect(xml).toContain('unitCode="4L"');
    expect(xml).toContain('unitCode="HUR"');
    expect(values(xml, 'StartDate')[0]).toBe('2026-09-01');
    expect(values(xml, 'EndDate')[0]).toBe('2026-10-31');
  });

  test('what people wrote arrives as they wrote it, as far as XML holds it', () => {
    const xml = written(invoiceOf([line({ description: 'A <b>\u0007 & "B"\n\tC\ufffe ' })], { note: null }));
    expect(xml).toContain('A &lt;b&gt; &amp; &quot;B&quot; C');
    expect(brokenRules(xml)).toEqual([]);
  });

  test('a currency of three decimals is refused, and sums that are not their parts are a defect', () => {
    const dinar = invoiceOf([line()], { currency: currency('KWD') });
    expect(() => buildUbl(dinar)).toThrow(expect.objectContaining({ code: 'not_representable' }));
    expect(() => buildUbl({ ...cases.yen!, totalMinor: 1n })).toThrow('total is 1');
    expect(() => buildUbl({ ...cases.yen!, netMinor: 1n })).toThrow('net is 1');
  });

  test('whatever is sold, the document keeps the rules', () => {
    const anyLine = fc.record({
      description: fc.string({ unit: 'binary', maxLength: 30 }),
      quantity: fc.option(fc.integer({ min: 0, max: 10 ** 12 }).map((n) => String(n / 1000))),
      unit: fc.option(fc.constantFrom('GB', 'Hours', 'SMS', 'Million requests')),
      amountMinor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      period: fc.constantFrom(
        null,
        { from: '2026-10-01', to: '2026-11-01' },
        { from: '2026-10-05', to: '2026-10-05' },
      ),
      category: fc.constant('S'),
      ratePercent: fc.constantFrom('23', '8', '5'),
    });
    const anyDocument = fc.tuple(
      fc.array(anyLine, { minLength: 1, maxLength: 12 }),
      fc.constantFrom({}, credit),
      fc.constantFrom('EUR', 'JPY'),
    );
    fc.assert(
      fc.property(anyDocument, ([lines, kind, code]) => {
        expect(brokenRules(written(invoiceOf(lines, { ...kind, currency: currency(code) })))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

test.each([
  ['PL', 'PL5272480916', '9945'],
  ['PL', 'PL 527-248-09-16', '9945'],
  ['SE', 'SE556677889901', '0007'],
  ['SE', 'SE556677889801', null],
  ['DK', 'DK31415926', '0184'],
  ['GR', 'EL094259216', '9933'],
  ['US', 'US12', null],
  ['DE', null, null],
])('in %s the VAT id %s is an address of scheme %s', (country, vatId, scheme) => {
  expect(electronicAddress({ ...OPERATOR, country, vatId })?.scheme ?? null).toBe(scheme);
});
