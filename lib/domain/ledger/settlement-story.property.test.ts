import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Story, type StoryBill } from '@/lib/domain/ledger/settlement-story.fixture';
import { sum } from '@/lib/domain/ledger/story-books.fixture';
import { anyStory } from '@/lib/domain/ledger/story-events.fixture';
import type { StoryPayout } from '@/lib/domain/ledger/story-payouts.fixture';
import { billPosition, type PositionLine } from '@/lib/domain/settlement/bill-position';

const STORIES = 10_000;

test('after every event Σ shares + operator + tax = bill, the books hold it, Σ payout rows = payout, and a whole credit leaves nobody anything', () => {
  const reached = {
    ...{ paid: 0, carried: 0, converted: 0, returned: 0, disputed: 0, forgone: 0, inThrees: 0 },
    ...{ ofNothing: 0, ofUnits: 0, branched: 0 },
  };
  fc.assert(
    fc.property(anyStory, (drawn) => {
      const story = new Story(drawn);
      check(story, true);
      for (const event of drawn.events) {
        const before = story.payouts.length;
        story.happen(event);
        check(story, false);
        if (story.payouts.length > before) checkPayout(story.payouts.at(-1)!);
      }
      check(story, true);
      for (const { computed, isConverted, isReturned } of story.payouts) {
        reached[computed.outcome === 'pay' ? 'paid' : 'carried'] += 1;
        if (isConverted) reached.converted += 1;
        if (isReturned) reached.returned += 1;
      }
      const parties = story.bills.flatMap(({ facts }) => [...billPosition(facts).parties.values()]);
      if (parties.some(({ heldMinor }) => heldMinor !== 0n)) reached.disputed += 1;
      if (parties.some(({ forgoneMinor }) => forgoneMinor !== 0n)) reached.forgone += 1;
      if (parties.length > 2) reached.inThrees += 1;
      if (story.bills.some(({ isBranched }) => isBranched)) reached.branched += 1;
      if (story.bills.some(isOfNothing)) reached.ofNothing += 1;
      if (story.bills.some(({ facts }) => facts.lines.some(sharesUnits))) reached.ofUnits += 1;
      story.creditAll();
      check(story, true);
      for (const bill of story.bills) checkNothingLeft(bill);
    }),
    { numRuns: STORIES },
  );
  // What never happens in them is not shown by them.
  for (const times of Object.values(reached)) expect(times, JSON.stringify(reached)).toBeGreaterThan(100);
});

const sharesUnits = ({ amountMinor, shares }: PositionLine): boolean =>
  amountMinor === 0n && shares.some((share) => share.amountMinor !== 0n);
const isOfNothing = ({ facts }: StoryBill): boolean =>
  facts.lines.every(({ amountMinor }) => amountMinor === 0n) && facts.lines.some(sharesUnits);

/** Invoice and full credit come to nothing for every party and tax, whatever happened in between. */
function checkNothingLeft({ facts, totalMinor }: StoryBill): void {
  const { parties, taxes, ...sums } = billPosition(facts);
  same(sums.creditedMinor, totalMinor, 'credited');
  for (const { payableMinor, pendingMinor, heldMinor, forgoneMinor } of parties.values()) {
    for (const part of [payableMinor, pendingMinor, heldMinor, forgoneMinor])
      same(part, 0n, 'left to a party');
  }
  for (const taxMinor of taxes.values()) same(taxMinor, 0n, 'left of a tax');
  same(sums.operatorRevenueMinor, 0n, 'left to the operator');
  for (const left of [sums.receivableMinor, sums.collectedMinor, sums.writtenOffMinor, sums.disputedMinor]) {
    same(left, 0n, 'left of the bill');
  }
}

/** The books are read as a whole at both ends of a story; what every event must leave right is summed after each. */
function check(story: Story, withBooks: boolean): void {
  const due = new Map<string, bigint>();
  for (const bill of story.bills) checkBill(bill, due);
  // What bills have made due to a party by now is what they have entered for it, whatever payouts have taken of that.
  for (const [key, payableMinor] of due)
    same(story.books.earned.get(key) ?? 0n, payableMinor, `earned ${key}`);
  if (!withBooks) return;
  const open = new Map<string, bigint>();
  for (const { partyId, currency, amountMinor } of story.books.open) {
    const key = `${partyId} ${currency}`;
    open.set(key, (open.get(key) ?? 0n) + amountMinor);
  }
  for (const bill of story.bills) {
    for (const [partyId] of billPosition(bill.facts).parties) {
      const inBooks = story.books.balance('partner_payable', partyId, bill.currency);
      same(inBooks, open.get(`${partyId} ${bill.currency}`) ?? 0n, `payable of ${partyId}`);
    }
    const ofCurrency = story.bills.filter(({ currency }) => currency === bill.currency);
    const receivable = sum(ofCurrency.map(({ facts }) => billPosition(facts).receivableMinor));
    same(story.books.balance('receivable', 'customer', bill.currency), receivable, 'receivable');
  }
}

function checkBill({ currency, totalMinor, facts }: StoryBill, due: Map<string, bigint>): void {
  const position = billPosition(facts);
  let shares = 0n;
  for (const [partyId, { payableMinor, pendingMinor, heldMinor, forgoneMinor }] of position.parties) {
    shares += payableMinor + pendingMinor + heldMinor + forgoneMinor;
    const key = `${partyId} ${currency}`;
    due.set(key, (due.get(key) ?? 0n) + payableMinor);
  }
  const tax = sum(position.taxes.values());
  const left = totalMinor - position.creditedMinor;
  same(shares + position.operatorRevenueMinor + tax, left, 'Σ shares + operator + tax');
  same(position.receivableMinor, left - position.collectedMinor - position.writtenOffMinor, 'receivable');
}

function checkPayout({ rowsMinor, computed }: StoryPayout): void {
  const { amountMinor, balanceMinor, taxMinor, feeMinor, reserveMinor, carriedMinor, steps } = computed;
  same(rowsMinor, amountMinor, 'Σ payout rows');
  same(balanceMinor + taxMinor - feeMinor - reserveMinor - carriedMinor, amountMinor, 'payout');
  same(sum(steps.map((step) => step.amountMinor)), amountMinor, 'Σ payout steps');
}

/** `expect` builds a message each time, and there are a million of these. */
function same(actual: bigint, wanted: bigint, what: string): void {
  if (actual !== wanted) expect({ [what]: actual }).toEqual({ [what]: wanted });
}
