import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankReferences } from '@/lib/domain/settlement/bank-references';
import { matchCredit, type NamedAccount, type PayersBill } from '@/lib/domain/settlement/match-credit';

const named = (
  by: NamedAccount['by'],
  accountId: string,
  openMinor = 0n,
  change: { number?: string; currency?: string } = {},
): NamedAccount => {
  const { number = `${by}-${accountId}`, currency = 'EUR' } = change;
  const bill = by === 'account' ? null : { id: `bill-of-${number}`, currency, openMinor };
  return { by, number, accountId, bill };
};
const payer = (by: PayersBill['by'], accountId: string, openMinor: bigint): PayersBill => ({
  ...{ by, accountId, bill: { id: `bill-of-${accountId}`, openMinor } },
});
const CREDIT = { amountMinor: 11_900n, currency: 'EUR' };

describe('matchCredit', () => {
  test('what the payer wrote goes first, bills before accounts, and fills those bills alone', () => {
    const match = matchCredit(
      CREDIT,
      [
        named('account', 'a'),
        named('bill', 'a', 10_000n, { number: 'B-1' }),
        named('bill', 'a', 5_000n, { number: 'B-2' }),
      ],
      [payer('payer_account', 'other', 11_900n)],
    );
    expect(match).toEqual({
      ...{ accountId: 'a', by: 'bill', number: 'B-1' },
      allocations: [
        { billId: 'bill-of-B-1', amountMinor: 10_000n },
        { billId: 'bill-of-B-2', amountMinor: 1_900n },
      ],
    });
    expect(matchCredit(CREDIT, [named('bill', 'a', 0n)], [])).toMatchObject({
      accountId: 'a',
      allocations: null,
    });
    expect(matchCredit(CREDIT, [named('account', 'a')], [])).toMatchObject({
      by: 'account',
      allocations: null,
    });
  });

  test('of an invoice number that several sellers gave, the one with exactly this much open', () => {
    const twice = [named('invoice', 'a', 11_900n), named('invoice', 'b', 500n)];
    expect(matchCredit(CREDIT, twice, [])).toMatchObject({ accountId: 'a', by: 'invoice' });
    expect(matchCredit(CREDIT, [twice[0]!, named('invoice', 'b', 11_900n)], [])).toMatchObject({
      why: 'several_accounts',
    });
    expect(matchCredit(CREDIT, [...twice, named('account', 'b')], [])).toMatchObject({ accountId: 'b' });
  });

  test('two accounts, another currency, or nothing known, is for a person', () => {
    expect(matchCredit(CREDIT, [named('bill', 'a', 1n), named('bill', 'b', 1n)], [])).toEqual({
      ...{ why: 'several_accounts', numbers: ['bill-a', 'bill-b'] },
    });
    const dollars = named('bill', 'a', 11_900n, { currency: 'USD' });
    expect(matchCredit(CREDIT, [dollars], [payer('payer_account', 'a', 11_900n)])).toMatchObject({
      why: 'other_currency',
    });
    expect(matchCredit(CREDIT, [], [payer('payer_account', 'a', 11_901n)])).toMatchObject({
      why: 'nothing_fits',
    });
  });

  test('without a number, a bill of exactly the amount of a payer that is known; the bank account before the name', () => {
    const bills = [payer('payer_name', 'b', 11_900n), payer('payer_account', 'a', 11_900n)];
    expect(matchCredit(CREDIT, [], bills)).toEqual({
      ...{ accountId: 'a', by: 'payer_account', number: null },
      allocations: [{ billId: 'bill-of-a', amountMinor: 11_900n }],
    });
    expect(
      matchCredit(CREDIT, [], [payer('payer_name', 'a', 11_900n), payer('payer_name', 'b', 11_900n)]),
    ).toMatchObject({
      why: 'several_accounts',
    });
  });

  test('never puts more on bills than came in or is open, whatever is named', () => {
    const anyNamed = fc.record({
      by: fc.constantFrom('bill' as const, 'invoice' as const, 'account' as const),
      accountId: fc.constantFrom('a', 'b'),
      openMinor: fc.bigInt({ min: -500n, max: 20_000n }),
      number: fc.constantFrom('1', '2', '3'),
    });
    fc.assert(
      fc.property(
        fc.array(anyNamed, { maxLength: 6 }),
        fc.bigInt({ min: 1n, max: 30_000n }),
        (list, amountMinor) => {
          const all = list.map(({ by, accountId, openMinor, number }) =>
            named(by, accountId, openMinor, { number }),
          );
          const match = matchCredit({ amountMinor, currency: 'EUR' }, all, []);
          if ('why' in match || match.allocations === null) return;
          const sum = match.allocations.reduce((total, part) => total + part.amountMinor, 0n);
          expect(sum <= amountMinor).toBe(true);
          expect(new Set(match.allocations.map(({ billId }) => billId)).size).toBe(match.allocations.length);
          for (const { billId, amountMinor: part } of match.allocations) {
            const open = all.filter(({ bill }) => bill?.id === billId).map(({ bill }) => bill!.openMinor);
            expect(part > 0n && open.some((openMinor) => part <= openMinor)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['Bill B-000123, thanks', 'B-000123'],
  ['b-000123', 'B-000123'],
  ['(B-000123)', 'B-000123'],
  ['B 000123', 'B-000123'],
  ['B000123', 'B-000123'],
  ['INV-0001 23', 'INV-000123'],
  ['/RFB/A-0000001', 'A-0000001'],
  ['ACC/2026/17', 'ACC/2026/17'],
])('%s has %s', (text, number) => {
  expect(bankReferences([text])).toContain(number);
});

test('words without digits are no numbers, and a long text is no long search', () => {
  expect(bankReferences(['rent for flat', null, 'B-1'])).toEqual([]);
  const long = Array.from({ length: 5_000 }, (_, i) => `N${i + 1000}`).join(' ');
  expect(bankReferences([long]).length).toBeLessThanOrEqual(203);
});
