import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { checkPain001, controlSum } from '@/lib/documents/check-pain-001';
import { buildPain001 } from '@/lib/documents/pain-001';
import type { FilePayment, PaymentFile, PaymentParty } from '@/lib/documents/payment-file';
import { sepaText } from '@/lib/documents/sepa-text';
import { currency } from '@/lib/domain/money/currency';
import { ibanCheckDigits } from '@/lib/domain/settlement/iban';

const XSD = path.resolve(import.meta.dirname, '../../../shared/einvoice/iso20022/pain.001.001.09.xsd');
const DEBTOR: PaymentParty = {
  ...{ name: 'Meridian Telecom S.A.', iban: 'PL61109010140000071219812874', bic: 'WBKPPLPP' },
  address: { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001', country: 'PL' },
};
const payment = (n: number, change: Partial<FilePayment> = {}): FilePayment => ({
  ...{ endToEndId: `PO-2026-${n}`, amountMinor: 12_345n, currency: currency('EUR') },
  ...{ remittance: `PO-2026-${n} 2026-10-01 - 2026-10-31` },
  creditor: {
    ...{ name: 'SkyMesh IoT Łódź', iban: 'DE89370400440532013000', bic: null },
    address: { street: 'Straße 5', town: 'Köln', postcode: '50667', country: 'DE' },
  },
  ...change,
});
const file = (...payments: FilePayment[]): PaymentFile => ({
  ...{ messageId: 'TRB-20261122-0001', createdAt: '2026-11-22T10:00:00.123Z', executionOn: '2026-11-24' },
  ...{ debtor: DEBTOR, payments },
});
const written = (input: PaymentFile) => Buffer.from(buildPain001(input)).toString('utf8');

async function faults(xml: string): Promise<readonly string[]> {
  const schema = [{ fileName: 'pain.001.001.09.xsd', contents: readFileSync(XSD, 'utf8') }];
  const { errors } = await validateXML({ xml: [{ fileName: 'file.xml', contents: xml }], schema });
  return errors.map(({ message }) => message);
}

describe('buildPain001', () => {
  const abroad = payment(3, {
    ...{ currency: currency('JPY'), amountMinor: 500n },
    creditor: {
      ...{ name: 'Nimbus & Co', iban: null, accountNumber: '0042137', bic: 'BOTKJPJT' },
      address: { town: 'Tokyo', country: 'JP' },
    },
  });

  test('says who pays what to whom, with count and sum of the whole and of each block', () => {
    const xml = written(file(payment(1), payment(2, { amountMinor: 5n }), abroad));
    const values = (tag: string) =>
      [...xml.matchAll(new RegExp(`<${tag}[^>]*>([^<]*)<`, 'g'))].map(([, v]) => v);
    expect(values('NbOfTxs')).toEqual(['3', '2', '1']);
    expect(values('CtrlSum')).toEqual(['623.5', '123.5', '500']);
    expect(values('InstdAmt')).toEqual(['123.45', '0.05', '500']);
    expect(values('EndToEndId')).toEqual(['PO-2026-1', 'PO-2026-2', 'PO-2026-3']);
    expect(values('Nm')).toEqual([
      ...['Meridian Telecom S.A.', 'Meridian Telecom S.A.', 'SkyMesh IoT Lodz', 'SkyMesh IoT Lodz'],
      ...['Meridian Telecom S.A.', 'Nimbus + Co'],
    ]);
    expect(values('PmtInfId')).toEqual(['TRB-20261122-0001-1', 'TRB-20261122-0001-2']);
    expect(values('ChrgBr')).toEqual(['SLEV', 'SHAR']);
    expect(values('TwnNm')).toEqual(['Warszawa', 'Koln', 'Koln', 'Warszawa', 'Tokyo']);
    expect(xml).toContain('<InstdAmt Ccy="JPY">500</InstdAmt>');
    expect(written(file(payment(1)))).toBe(written(file(payment(1))));
  });

  test('a payment is one of SEPA when both accounts are', () => {
    const outside = { ...DEBTOR, iban: 'AE070331234567890123456' };
    expect(written(file(payment(1)))).toContain('<Cd>SEPA</Cd>');
    expect(written({ ...file(payment(1)), debtor: outside })).not.toContain('SEPA');
    const far = payment(2, { creditor: { ...payment(2).creditor, iban: outside.iban, bic: 'BOMLAEAD' } });
    const blocks = written(file(payment(1), far))
      .split('<PmtInf>')
      .slice(1);
    expect(blocks.map((block) => block.includes('SEPA'))).toEqual([true, false]);
    expect(blocks[1]).toContain('<BICFI>BOMLAEAD</BICFI>');
  });

  test.skipIf(!existsSync(XSD))(
    'is valid by the schema, whatever the payments (skipped without ../shared)',
    async () => {
      expect(await faults('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>')).not.toEqual(
        [],
      );
      expect(await faults(written(file(payment(1), abroad)))).toEqual([]);
      const anyText = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }).map((text) => `A${text}`);
      const anyAccount = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }).map((number) => {
        const bban = String(number).padStart(18, '0');
        return `DE${ibanCheckDigits('DE', bban)}${bban}`;
      });
      const anyPayment = fc.record({
        ...{
          name: anyText,
          town: anyText,
          street: fc.option(anyText),
          iban: anyAccount,
          remittance: anyText,
        },
        amountMinor: fc.bigInt({ min: 1n, max: 10n ** 11n - 1n }),
        currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'PLN').map(currency),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(anyPayment, { minLength: 1, maxLength: 8 }), async (many) => {
          const payments = many.map(({ name, town, street, iban, ...rest }, n) => ({
            ...{ ...rest, endToEndId: `E${n}` },
            creditor: { name, iban, bic: null, address: { town, street, country: 'DE' } },
          }));
          expect(await faults(written(file(...payments)))).toEqual([]);
        }),
        { numRuns: 8 },
      );
    },
  );

  test('what a bank would send back is refused whole, each with its place', () => {
    const codes = (input: PaymentFile) => {
      try {
        buildPain001(input);
        return [];
      } catch (error) {
        return (error as { issues: { path: string; code: string }[] }).issues.map(
          (i) => `${i.path} ${i.code}`,
        );
      }
    };
    const to = (change: Partial<PaymentParty>) => ({ creditor: { ...payment(1).creditor, ...change } });
    expect(codes(file())).toEqual(['payments no_payments']);
    expect(
      codes({
        ...file(
          payment(1, to({ iban: 'DE89370400440532013001' })),
          payment(1, { amountMinor: 0n }),
          payment(2, to({ iban: null })),
          payment(3, to({ iban: null, accountNumber: '123' })),
          payment(4, to({ name: '株式会社' })),
          payment(5, to({ address: { town: '', country: 'DE' }, bic: 'X' })),
          payment(6, { endToEndId: 'Ł/6' }),
          payment(7, to({ iban: 'AE070331234567890123456' })),
          payment(8, { amountMinor: 100_000_000_000n }),
          payment(9, { endToEndId: 'P'.repeat(36) }),
        ),
        messageId: '/x',
      }),
    ).toEqual([
      'messageId bad_reference',
      'payments.0.creditor.iban bad_iban',
      'payments.1.endToEndId repeated_reference',
      'payments.1.amount not_above_zero',
      'payments.2.creditor.iban account_missing',
      'payments.3.creditor.bic bad_bic',
      'payments.4.creditor.name name_unwritable',
      'payments.5.creditor.bic bad_bic',
      'payments.5.creditor.address address_incomplete',
      'payments.6.endToEndId bad_reference',
      'payments.7.creditor.bic bic_missing',
      'payments.8.amount amount_too_large',
      'payments.9.endToEndId bad_reference',
    ]);
  });

  test('a file that does not say what it was made of is not given out', () => {
    const bytes = buildPain001(file(payment(1), payment(2)));
    expect(() => checkPain001(bytes, [payment(1)])).toThrow(
      'says 2 payments of 246.9 where there are 1 of 123.45',
    );
    const cut = Buffer.from(Buffer.from(bytes).toString().replace('>123.45<', '>123.54<'));
    expect(() => checkPain001(cut, [payment(1), payment(2)])).toThrow('2 payments of 246.99');
  });
});

test('the control sum adds figures of any currency exactly', () => {
  expect(controlSum([])).toBe('0');
  expect(
    controlSum([
      payment(1, { amountMinor: 10n ** 15n + 1n }),
      payment(2, { currency: currency('KWD'), amountMinor: 1n }),
    ]),
  ).toBe('10000000000000.011');
});

test.each([
  ['Żółw & Söhne GmbH', 'Zolw + Sohne GmbH'],
  ['Ωμέγα ΑΕ', 'Omega AE'],
  ['Щука ООД', 'Shtuka OOD'],
  ['//a//b/', 'a/b'],
  ['L’Oréal – “Œuvre”', "L'Oreal - 'Oeuvre'"],
  ['line\nbreak\t<x>', 'line break x'],
  ['株式会社', ''],
])('%s is written %s', (text, expected) => expect(sepaText(text, 70)).toBe(expected));

test('any text becomes one that banks take, and stays so', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.integer({ min: 1, max: 70 }),
      (text, max) => {
        const once = sepaText(text, max);
        expect(once).toMatch(/^[A-Za-z0-9/\-?:().,'+ ]*$/);
        expect(once.length).toBeLessThanOrEqual(max);
        expect(once).not.toMatch(/\/\/|^[/ ]|[/ ]$/);
        expect(sepaText(once, max)).toBe(once);
      },
    ),
    { numRuns: 300 },
  );
});
