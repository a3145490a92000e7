import { postCarried, postConverted, postFromPayable } from '@/lib/domain/ledger/post-payout';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { type Entry, OPERATOR, type StoryBooks, sum } from '@/lib/domain/ledger/story-books.fixture';
import type { StoryEvent } from '@/lib/domain/ledger/story-events.fixture';
import type { Currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import {
  type ComputedPayout,
  computePayout,
  type PayoutConditions,
} from '@/lib/domain/settlement/compute-payout';
import { convertAmount, minorFactor } from '@/lib/domain/settlement/convert-amount';

export type StoryPayout = {
  partyId: string;
  currency: Currency;
  rowsMinor: bigint;
  computed: ComputedPayout;
  isConverted: boolean;
  isReturned: boolean;
};

/** Takes what is open of a party into a payout; null: nothing is. */
export function payOut(
  books: StoryBooks,
  { party, currency, rate, conditions, taxRatePpm }: StoryEvent,
): StoryPayout | null {
  const partyId = `party-${party}`;
  const taken = books.open.filter((entry) => entry.partyId === partyId);
  if (taken.length === 0) return null;
  books.open = books.open.filter((entry) => entry.partyId !== partyId);
  const parties = { partyId, operatorPartyId: OPERATOR, currency };
  const groups: { event: string; payoutMinor: bigint }[] = [];
  for (const from of new Set(taken.map((entry) => entry.currency))) {
    const group = taken.filter((entry) => entry.currency === from);
    const amountMinor = sum(group.map((entry) => entry.amountMinor));
    const payoutMinor = from === currency ? amountMinor : convertAmount(amountMinor, from, currency, rate);
    const rows =
      from === currency
        ? group.map((entry) => entry.amountMinor)
        : converted(group, payoutMinor, from, currency, rate);
    for (const [index, { event }] of group.entries()) groups.push({ event, payoutMinor: rows[index]! });
    if (from !== currency)
      books.book('payout.converted', postConverted(parties, from, amountMinor, payoutMinor));
  }
  const isConverted = taken.some((entry) => entry.currency !== currency);
  return settle(books, parties, groups, { conditions, taxRatePpm, isConverted });
}

function settle(
  books: StoryBooks,
  parties: { partyId: string; operatorPartyId: string; currency: Currency },
  groups: readonly { event: string; payoutMinor: bigint }[],
  {
    conditions,
    taxRatePpm,
    isConverted,
  }: { conditions: PayoutConditions; taxRatePpm: bigint | null; isConverted: boolean },
): StoryPayout {
  const computed = computePayout({ groups, conditions, taxRatePpm, untaxedMinor: 0n, unreservedMinor: 0n });
  const { partyId, currency } = parties;
  const before = books.open.length;
  const toOperator = { partyId: OPERATOR };
  books.book(
    'payout.fee',
    postFromPayable(parties, { account: 'operator_revenue', ...toOperator }, computed.feeMinor),
  );
  books.book(
    'payout.reserved',
    postFromPayable(parties, { account: 'partner_reserve', partyId }, computed.reserveMinor),
  );
  books.book(
    'payout.taxed',
    postFromPayable(parties, { account: 'tax_payable', ...toOperator }, -computed.taxMinor),
  );
  books.book('payout.carried-over', postCarried(parties, computed.carriedMinor));
  // Its own rows are the payout's; of what is carried the other side is the next one's opening.
  const own = books.open.splice(before);
  const opening = own.filter(
    ({ event, amountMinor }) => event === 'payout.carried-over' && amountMinor === computed.carriedMinor,
  );
  books.open.push(...opening);
  books.book(
    'payout.approved',
    postFromPayable(parties, { account: 'payout_clearing', partyId }, computed.amountMinor),
  );
  const rows = [
    ...groups.map(({ payoutMinor }) => payoutMinor),
    ...own.filter((row) => !opening.includes(row)).map((row) => row.amountMinor),
  ];
  return { partyId, currency, rowsMinor: sum(rows), computed, isConverted, isReturned: false };
}

/** The bank sends the last payout back: it is due again. */
export function comeBack(books: StoryBooks, payouts: readonly StoryPayout[]): void {
  const last = payouts.findLast(({ computed, isReturned }) => computed.amountMinor > 0n && !isReturned);
  if (!last) return;
  last.isReturned = true;
  const { partyId, currency, computed } = last;
  books.book('payout.returned', [
    debit('payout_clearing', partyId, currency, computed.amountMinor),
    credit('partner_payable', partyId, currency, computed.amountMinor),
  ]);
}

/** A group's sum shared among its rows: each the floor of its exact amount, the largest rests one more. */
function converted(
  group: readonly Entry[],
  totalMinor: bigint,
  from: Currency,
  to: Currency,
  rate: Decimal,
): bigint[] {
  const { numerator, denominator } = minorFactor(from, to, rate);
  const floors = group.map(({ amountMinor }) => floorDivide(amountMinor * numerator, denominator));
  const rests = group.map(({ amountMinor }, index) => ({
    index,
    rest: amountMinor * numerator - floors[index]! * denominator,
  }));
  rests.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const missing = Number(totalMinor - sum(floors));
  for (const { index } of rests.slice(0, missing)) floors[index]! += 1n;
  return floors;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
