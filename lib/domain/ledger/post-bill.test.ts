import { describe, expect, test } from 'vitest';
import { charge, draftOf, EUR } from '@/lib/domain/billing/bill.fixture';
import { assertBalanced, balancesOf } from '@/lib/domain/ledger/balance';
import { postBill } from '@/lib/domain/ledger/post-bill';
import { postDeductions } from '@/lib/domain/ledger/post-deductions';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import type { ChainLink } from '@/lib/domain/settlement/terms';

const CHAIN: ChainLink[] = [
  { partyId: 'iot', term: { kind: 'percentage', ratePpm: 700_000n, termId: 't', basis: 'billed' } },
];
const chainFor = ({ agreementId }: { agreementId: string | null }) => (agreementId === null ? [] : CHAIN);

function post(charges: Parameters<typeof draftOf>[0]) {
  const draft = draftOf(charges);
  return postBill({ draft, shares: computeBillShares(draft, chainFor).lines, customerId: 'customer' });
}
const rows = (postings: ReturnType<typeof postBill>) =>
  postings.map(({ account, partyId, debitMinor, creditMinor }) => [
    account,
    partyId,
    debitMinor,
    creditMinor,
  ]);

test('the journal of a bill: 119.00, of which tax 19.00 and 70.00 for the partner', () => {
  expect(rows(post([charge('sim', 10_000n, { supplier: 'iot' })]))).toEqual([
    ['receivable', 'customer', 11_900n, 0n],
    ['tax_payable', 'op', 0n, 1_900n],
    ['operator_revenue', 'op', 0n, 3_000n],
    ['partner_payable', 'iot', 0n, 7_000n],
  ]);
});

test('a negative bill swaps the sides; no amount is ever negative', () => {
  expect(rows(post([charge('sim', -10_000n, { supplier: 'iot' })]))).toEqual([
    ['receivable', 'customer', 0n, 11_900n],
    ['tax_payable', 'op', 1_900n, 0n],
    ['operator_revenue', 'op', 3_000n, 0n],
    ['partner_payable', 'iot', 7_000n, 0n],
  ]);
});

test('a bill over nothing posts nothing', () => {
  expect(post([])).toEqual([]);
  expect(post([charge('a', 100n), charge('b', -100n)])).toEqual([]);
});

test('a bill whose shares do not sum is a fault, with the numbers in it', () => {
  const draft = draftOf([charge('a', 10_000n)]);
  expect(() => postBill({ draft, shares: [], customerId: 'customer' })).toThrow(
    'The postings for the bill of account account do not balance: debits less credits are 100.00 EUR',
  );
});

describe('a journal', () => {
  test('balances in each currency by itself', () => {
    const USD = 'USD' as typeof EUR;
    const crossed = [debit('receivable', 'c', EUR, 5n), credit('operator_revenue', 'op', USD, 5n)];
    expect(() => assertBalanced(crossed, 'x')).toThrow('0.05 EUR');
  });

  test('has no posting of zero, and none with both sides', () => {
    expect(() => assertBalanced([debit('receivable', 'c', EUR, 0n)], 'x')).toThrow('debit 0 and credit 0');
    const both = { ...debit('receivable', 'c', EUR, 5n), creditMinor: 5n };
    expect(() => assertBalanced([both], 'x')).toThrow('debit 5 and credit 5');
  });
});

test('prepaid credit and loyalty lower the receivable; a credit note did so when it was issued', () => {
  const postings = postDeductions(
    [
      { kind: 'credit_note', deductionKey: 'c', description: 'CN-1', amountMinor: 4_000n },
      { kind: 'prepaid_credit', deductionKey: 'p', description: 'Prepaid', amountMinor: 5_000n },
      { kind: 'loyalty', deductionKey: 'l', description: 'Points', amountMinor: 900n },
    ],
    'customer',
    EUR,
  );
  const balances = balancesOf(postings).map(({ account, balanceMinor }) => [account, balanceMinor]);
  expect(balances).toEqual([
    ['customer_credit', -5_000n],
    ['receivable', -5_900n],
    ['loyalty_liability', -900n],
  ]);
});
