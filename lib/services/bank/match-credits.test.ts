import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntryToMatch } from '@/lib/db/bank-entries';
import { apart, type MatchedCredit } from '@/lib/services/bank/match-credits';

const credit = (looksAt: string[], changes: string[]): MatchedCredit => ({
  entry: { payerAccount: null, payerName: null } as EntryToMatch,
  match: { why: 'nothing_fits', numbers: [] },
  ...{ looksAt, changes },
});

test('what looks at what another changes waits for it, and so does who looks at what that one may change', () => {
  const [first, second, third, fourth] = [
    credit(['a'], ['a']),
    credit(['a', 'b'], ['b']),
    credit(['b'], ['b']),
    credit(['c'], ['c']),
  ];
  expect(apart([first, second, third, fourth])).toEqual({ now: [first, fourth], later: [second, third] });
});

test('of entries that come in turns, any two that touch each other keep their order', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const given = fc
    .uniqueArray(key, { maxLength: 3 })
    .chain((looksAt) => fc.subarray(looksAt).map((changes) => credit(looksAt, changes)));
  fc.assert(
    fc.property(fc.array(given, { maxLength: 12 }), (credits) => {
      const turnOf = new Map<MatchedCredit, number>();
      let rest = credits;
      for (let turn = 0; rest.length > 0; turn += 1) {
        const { now, later } = apart(rest);
        expect(now.length).toBeGreaterThan(0);
        for (const one of now) turnOf.set(one, turn);
        rest = later;
      }
      for (const [n, one] of credits.entries()) {
        for (const before of credits.slice(0, n)) {
          if (!one.looksAt.some((touched) => before.changes.includes(touched))) continue;
          expect(turnOf.get(one)!).toBeGreaterThan(turnOf.get(before)!);
        }
      }
    }),
    { numRuns: 200 },
  );
});
