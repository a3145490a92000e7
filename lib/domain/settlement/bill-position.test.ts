import { expect, test } from 'vitest';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { type BillFacts, billPosition } from '@/lib/domain/settlement/bill-position';
import { issuedFacts } from '@/lib/domain/settlement/bill-position.fixture';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import type { Basis, ChainLink } from '@/lib/domain/settlement/terms';

/** 100.00 of iot at 19 %, of which 70 % are iot's, and half of that its own supplier's. */
function factsOf(basis: Basis, charges = [charge('sim', 10_000n, { supplier: 'iot' })]): BillFacts {
  const links: ChainLink[] = [
    { partyId: 'iot', term: { kind: 'percentage', ratePpm: 700_000n, termId: 'a', basis } },
    { partyId: 'chip', term: { kind: 'percentage', ratePpm: 500_000n, termId: 'b', basis } },
  ];
  const draft = draftOf(charges);
  const { lines } = computeBillShares(draft, ({ agreementId }) => (agreementId === null ? [] : links));
  return issuedFacts(draft, lines, () => basis);
}
const partiesOf = (facts: BillFacts) =>
  Object.fromEntries(
    [...billPosition(facts).parties].map(([id, { payableMinor, pendingMinor, heldMinor, forgoneMinor }]) => [
      id,
      [payableMinor, pendingMinor, heldMinor, forgoneMinor],
    ]),
  );
const withLine = (facts: BillFacts, change: Partial<BillFacts['lines'][number]>): BillFacts => ({
  ...facts,
  lines: facts.lines.map((line) => ({ ...line, ...change })),
});

test('billed: due at issue, whoever pays', () => {
  const facts = factsOf('billed');
  expect(billPosition(facts)).toMatchObject({ receivableMinor: 11_900n, operatorRevenueMinor: 3_000n });
  expect(partiesOf(facts)).toEqual({ iot: [3_500n, 0n, 0n, 0n], chip: [3_500n, 0n, 0n, 0n] });
  expect(partiesOf({ ...facts, writtenOffMinor: 11_900n })).toEqual(partiesOf(facts));
});

test('collected: in proportion to what was paid, and what is written off is forgone', () => {
  const facts = factsOf('collected');
  expect(partiesOf(facts)).toEqual({ iot: [0n, 3_500n, 0n, 0n], chip: [0n, 3_500n, 0n, 0n] });
  const part = { ...facts, collectedMinor: 5_950n };
  expect(partiesOf(part)).toEqual({ iot: [1_750n, 1_750n, 0n, 0n], chip: [1_750n, 1_750n, 0n, 0n] });
  const lost = { ...part, writtenOffMinor: 5_950n };
  expect(partiesOf(lost)).toEqual({ iot: [1_750n, 0n, 0n, 1_750n], chip: [1_750n, 0n, 0n, 1_750n] });
  expect(billPosition(lost).receivableMinor).toBe(0n);
});

test('a third of a cent is rounded on the sum, so that the last payment absorbs it', () => {
  // 35.00 in three payments of 39.66, 39.67 and 39.67 of 119.00: 11.66, 23.33 and 35.00 in all.
  const facts = factsOf('collected');
  const due = [3_966n, 7_933n, 11_900n].map(
    (collectedMinor) => partiesOf({ ...facts, collectedMinor }).iot![0],
  );
  expect(due).toEqual([1_166n, 2_333n, 3_500n]);
});

test('what is disputed is held, and what is credited is taken back with its tax', () => {
  const disputed = withLine(factsOf('billed'), { disputedMinor: 4_000n });
  expect(billPosition(disputed)).toMatchObject({ disputedMinor: 4_760n, receivableMinor: 11_900n });
  expect(partiesOf(disputed)).toEqual({ iot: [2_100n, 0n, 1_400n, 0n], chip: [2_100n, 0n, 1_400n, 0n] });
  const accepted = withLine(factsOf('billed'), { creditedMinor: 4_000n });
  expect(billPosition(accepted)).toMatchObject({
    creditedMinor: 4_760n,
    receivableMinor: 7_140n,
    operatorRevenueMinor: 1_800n,
    taxes: new Map([['op', 1_140n]]),
  });
  expect(partiesOf(accepted)).toEqual({ iot: [2_100n, 0n, 0n, 0n], chip: [2_100n, 0n, 0n, 0n] });
});

test('a credit after payment gives money back to the customer, and lowers first what was written off', () => {
  const paid = { ...factsOf('collected'), collectedMinor: 10_000n, writtenOffMinor: 1_900n };
  const credited = settleOverpaid(withLine(paid, { creditedMinor: 2_500n }));
  // 25.00 and 4.75 tax leave 89.25 to pay: nothing of it is lost any more, and 10.75 were paid too much.
  expect(credited).toMatchObject({ writtenOffMinor: 0n, collectedMinor: 8_925n });
  expect(partiesOf(credited)).toEqual({ iot: [2_625n, 0n, 0n, 0n], chip: [2_625n, 0n, 0n, 0n] });
});

test('a whole credit leaves nobody anything, also of lines that cost the customer nothing', () => {
  const links: ChainLink[] = [
    {
      partyId: 'iot',
      term: { kind: 'fixed_per_unit', amountPerUnit: 5n * 10n ** 15n, termId: 'a', basis: 'billed' } as never,
    },
  ];
  const draft = draftOf([
    charge('free', 0n, { supplier: 'iot' }),
    charge('sim', 333n, { supplier: 'iot' }),
    charge('own', 100n),
  ]);
  const { lines } = computeBillShares(draft, ({ agreementId }) => (agreementId === null ? [] : links));
  const facts = issuedFacts(draft, lines, () => 'billed');
  expect(partiesOf(facts)).toEqual({ iot: [1_000n, 0n, 0n, 0n] });
  const whole = {
    ...facts,
    lines: facts.lines.map((line) => ({
      ...{ ...line, creditedMinor: line.amountMinor, isCredited: line.amountMinor === 0n },
    })),
  };
  expect(partiesOf(whole)).toEqual({ iot: [0n, 0n, 0n, 0n] });
  expect(billPosition(whole)).toMatchObject({
    receivableMinor: 0n,
    operatorRevenueMinor: 0n,
    taxes: new Map([['op', 0n]]),
  });
});
