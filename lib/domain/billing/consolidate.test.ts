import { describe, expect, test } from 'vitest';
import { BUYER_TAX, billInput, charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { billLines } from '@/lib/domain/billing/bill-draft';
import { consolidateBill } from '@/lib/domain/billing/consolidate';
import { decimal } from '@/lib/domain/money/decimal';

test('one bill: charges, credits, tax once per group, total', () => {
  const draft = draftOf([charge('line', 10_000n), charge('credit', -2_000n, { kind: 'credit' })]);
  expect(draft).toMatchObject({
    netMinor: 8_000n,
    taxMinor: 1_520n,
    totalMinor: 9_520n,
    amountDueMinor: 9_520n,
  });
  expect(draft.taxes).toEqual([
    {
      sellerId: 'op',
      category: 'S',
      ratePpm: 190_000n,
      baseMinor: 8_000n,
      taxMinor: 1_520n,
      reasonCode: null,
      reason: null,
    },
  ]);
});

test('sections per supplier: the operator first, then by name; lines by key; one legal document per seller', () => {
  const draft = draftOf([
    charge('z', 100n),
    charge('iot:b', 300n, { supplier: 'iot' }),
    charge('safe:a', 1_000n, { supplier: 'safe' }),
    charge('iot:a', 200n, { supplier: 'iot' }),
    charge('a', 50n),
  ]);
  expect(draft.sections.map(({ supplierName, netMinor }) => [supplierName, netMinor])).toEqual([
    ['Operator', 150n],
    ['Baltic Safe', 1_000n],
    ['Nordic IoT', 500n],
  ]);
  expect(billLines(draft).map(({ lineKey }) => lineKey)).toEqual(['a', 'z', 'safe:a', 'iot:a', 'iot:b']);
  // The agent's partner sells from Poland to a German business: reverse charge on its own invoice.
  expect(draft.invoices).toEqual([
    { sellerId: 'op', typeCode: '380', netMinor: 650n, taxMinor: 124n, totalMinor: 774n },
    { sellerId: 'safe', typeCode: '380', netMinor: 1_000n, taxMinor: 0n, totalMinor: 1_000n },
  ]);
  expect(draft.taxes.map(({ sellerId, category, reasonCode }) => [sellerId, category, reasonCode])).toEqual([
    ['op', 'S', null],
    ['safe', 'AE', 'VATEX-EU-AE'],
  ]);
});

test('a seller with more credits than charges gets a credit note', () => {
  const draft = draftOf([charge('a', 100n), charge('safe', -500n, { supplier: 'safe', kind: 'credit' })]);
  expect(draft.invoices.map(({ sellerId, typeCode }) => [sellerId, typeCode])).toEqual([
    ['op', '380'],
    ['safe', '381'],
  ]);
  expect(draft.totalMinor).toBe(-381n);
});

test('an account with no charges is an empty bill', () => {
  expect(draftOf([])).toMatchObject({ sections: [], taxes: [], invoices: [], totalMinor: 0n });
});

describe('discounts are lines of their own, before tax', () => {
  const tenPercent = {
    discountKey: 'loyal',
    description: 'Loyalty',
    percent: decimal('10'),
    amountMinor: null,
    supplierId: null,
  };

  test('10 % over 3.33, 3.33 and 3.34 is 1.00 in all', () => {
    const draft = draftOf([charge('a', 333n), charge('b', 333n), charge('c', 334n)], {
      discounts: [tenPercent],
    });
    const discounts = billLines(draft).filter(({ kind }) => kind === 'discount');
    expect(
      discounts.map(({ lineKey, coversLineKey, amountMinor }) => [lineKey, coversLineKey, amountMinor]),
    ).toEqual([
      ['a:discount:loyal', 'a', -33n],
      ['b:discount:loyal', 'b', -33n],
      ['c:discount:loyal', 'c', -34n],
    ]);
    expect(draft).toMatchObject({ netMinor: 900n, taxMinor: 171n });
    expect(discounts[0]?.steps).toEqual([
      { code: 'bill_discount_percent', percent: '10', covers: 'a', coveredAmount: '3.33', result: '-0.33' },
    ]);
  });

  test('a discount takes the supplier, seller and tax of the line it lowers', () => {
    const only = { ...tenPercent, supplierId: 'safe' };
    const draft = draftOf([charge('own', 1_000n), charge('safe', 1_000n, { supplier: 'safe' })], {
      discounts: [only],
    });
    expect(draft.sections.map(({ supplierId, netMinor }) => [supplierId, netMinor])).toEqual([
      ['op', 1_000n],
      ['safe', 900n],
    ]);
    const discount = billLines(draft).find(({ kind }) => kind === 'discount');
    expect(discount).toMatchObject({ agreementId: 'agreement-safe', sellerId: 'safe', taxCategory: 'AE' });
  });
});

test('what the customer has lowers what is due, not the total: credit notes, prepaid, loyalty, down to zero', () => {
  const draft = draftOf([charge('a', 10_000n)], {
    deductions: [
      { kind: 'loyalty', deductionKey: 'l', description: 'Points', availableMinor: 9_000n },
      { kind: 'prepaid_credit', deductionKey: 'p', description: 'Prepaid', availableMinor: 5_000n },
      { kind: 'credit_note', deductionKey: 'c', description: 'CN-1', availableMinor: 4_000n },
    ],
  });
  expect(draft.totalMinor).toBe(11_900n);
  expect(draft.deductions.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['credit_note', 4_000n],
    ['prepaid_credit', 5_000n],
    ['loyalty', 2_900n],
  ]);
  expect(draft.amountDueMinor).toBe(0n);
});

test('a negative total is due to the customer and uses no credit', () => {
  const draft = draftOf([charge('a', -100n)], {
    deductions: [
      { kind: 'prepaid_credit', deductionKey: 'p', description: 'Prepaid', availableMinor: 5_000n },
    ],
  });
  expect(draft).toMatchObject({ totalMinor: -119n, amountDueMinor: -119n, deductions: [] });
});

describe('what cannot be billed holds the account, in the open', () => {
  test('missing tax data, once per seller and class, with the sum at stake', () => {
    const charges = [
      charge('a', 100n, { taxClass: 'books' }),
      charge('b', 250n, { taxClass: 'books' }),
      charge('c', 1n),
    ];
    expect(consolidateBill(billInput(charges))).toMatchObject({
      ok: false,
      issues: [{ code: 'missing_tax_data', path: 'rates', amountAtStake: '3.50' }],
    });
  });

  test('a seller without a tax profile', () => {
    const taxContext = { ...billInput([]).taxContext, buyer: BUYER_TAX, sellers: new Map() };
    const result = consolidateBill(billInput([charge('a', 100n)], { taxContext }));
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'missing_tax_data', path: 'sellers.op' }] });
  });

  test.each([
    ['the same key twice', [charge('a', 1n), charge('a', 2n)], 'duplicate_line_key'],
    ['no agreement', [charge('a', 1n, { supplier: 'iot', agreementId: null })], 'missing_agreement'],
    ['an unknown agreement', [charge('a', 1n, { supplier: 'iot', agreementId: 'old' })], 'missing_agreement'],
    ['the wrong seller', [charge('a', 1n, { supplier: 'iot', sellerId: 'iot' })], 'agreement_mismatch'],
    ['the wrong role', [charge('a', 1n, { supplier: 'iot', supplierRole: 'agent' })], 'agreement_mismatch'],
    ['own, but of another', [charge('a', 1n, { supplierId: 'iot' })], 'agreement_mismatch'],
  ])('%s', (_case, charges, code) => {
    const result = consolidateBill(billInput(charges));
    expect(result.ok).toBe(false);
    expect(result.issues[0]).toMatchObject({ code, severity: 'error', path: 'charges.a' });
  });
});
