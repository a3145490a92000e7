import fc from 'fast-check';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { balancesOf } from '@/lib/domain/ledger/balance';
import { postBill } from '@/lib/domain/ledger/post-bill';
import { postCarried, postConverted, postFromPayable } from '@/lib/domain/ledger/post-payout';
import { postPosition } from '@/lib/domain/ledger/post-position';
import { credit, debit, type Posting } from '@/lib/domain/ledger/posting';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { type BillFacts, billPosition } from '@/lib/domain/settlement/bill-position';
import { issuedFacts } from '@/lib/domain/settlement/bill-position.fixture';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import {
  type ComputedPayout,
  computePayout,
  type PayoutConditions,
} from '@/lib/domain/settlement/compute-payout';
import { convertAmount, minorFactor } from '@/lib/domain/settlement/convert-amount';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import type { ChainLink, TermTotals } from '@/lib/domain/settlement/terms';

// What may happen to a few bills of one operator, by the functions that decide it, with the list of entries that the database keeps.

const OPERATOR = 'op';
/** Exponents 0, 2, 3 and 4. */
const CURRENCIES = ['JPY', 'EUR', 'KWD', 'CLF'].map((code) => currencyOf(code));
const PARTIES = 6;

const anyAmount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 7n }) },
  fc.bigInt({ min: -(10n ** 5n), max: -1n }),
  // What costs the customer nothing, and may have shares by the unit all the same.
  fc.constant(0n),
);
const anyLine = fc.record({
  amountMinor: anyAmount,
  /** Whose section: the operator's own, or a partner's under one of its offerings. */
  offering: fc.nat(3),
  taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
});
const anyBill = fc.record({
  currency: fc.constantFrom(...CURRENCIES),
  lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
});
const ppm = fc.bigInt({ min: 0n, max: 200_000n });
const anyEvent = fc.record({
  kind: fc.constantFrom(
    ...(['pay', 'pay', 'reverse', 'credit', 'dispute', 'decide', 'write-off', 'payout', 'return'] as const),
  ),
  bill: fc.nat(2),
  line: fc.nat(3),
  party: fc.nat(PARTIES - 1),
  /** In parts of a thousand of what is open, or left of a line. */
  part: fc.oneof(fc.constant(1_000n), fc.bigInt({ min: 1n, max: 1_000n })),
  currency: fc.constantFrom(...CURRENCIES),
  /** From a millionth to a thousand. */
  rate: fc.bigInt({ min: 10n ** 9n, max: 10n ** 18n }).map((rate) => rate as Decimal),
  conditions: fc.record({
    minimumMinor: fc.bigInt({ min: 0n, max: 10n ** 5n }),
    feeMinor: fc.bigInt({ min: 0n, max: 500n }),
    feePpm: ppm,
    reservePpm: ppm,
    reserveDays: fc.constant(30),
  }),
  taxRatePpm: fc.option(ppm),
});

export type StoryEvent = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

/** Three offerings with chains of any terms, in which six parties stand in different places; a few bills; what happens to them. */
export const anyStory = fc.record({
  chains: fc.tuple(anyChain('a'), anyChain('b'), anyChain('c')),
  bills: fc.array(anyBill, { minLength: 1, maxLength: 2 }),
  events: fc.array(anyEvent, { minLength: 1, maxLength: 6 }),
});

export type StoryBill = { currency: Currency; totalMinor: bigint; facts: BillFacts };
type Entry = { partyId: string; currency: Currency; event: string; amountMinor: bigint };
export type StoryPayout = {
  partyId: string;
  currency: Currency;
  rowsMinor: bigint;
  computed: ComputedPayout;
  isConverted: boolean;
  isReturned: boolean;
};

export class Story {
  readonly bills: StoryBill[] = [];
  /** Payable entries that no payout has taken. */
  open: Entry[] = [];
  /** Every entry that a bill made, by party and currency. */
  readonly earned = new Map<string, bigint>();
  readonly payouts: StoryPayout[] = [];
  private readonly books: Posting[] = [];

  constructor({ chains, bills }: typeof anyStory extends fc.Arbitrary<infer S> ? S : never) {
    const placed = chains.map((chain, index) =>
      chain.map((link, place) => placedLink(link, place + index * 2)),
    );
    const totals = new Map<Currency, Map<string, TermTotals>>();
    for (const { currency, lines } of bills) this.issue(currency, lines, placed, totals);
  }

  /** Balance in the books, on the account's own side. */
  balance(account: Posting['account'], partyId: string, currency: Currency): bigint {
    const mine = this.books.filter((each) => each.account === account && each.partyId === partyId);
    return balancesOf(mine).find((each) => each.currency === currency)?.balanceMinor ?? 0n;
  }

  happen(event: StoryEvent): void {
    if (event.kind === 'payout') this.payOut(event);
    else if (event.kind === 'return') this.comeBack();
    else this.change(event, event.kind);
  }

  /** Disputes are rejected, and all that is left of every bill is given back. */
  creditAll(): void {
    for (const bill of this.bills) {
      const lines = bill.facts.lines.map((line) => ({
        ...{
          ...line,
          disputedMinor: 0n,
          creditedMinor: line.amountMinor,
          isCredited: line.amountMinor === 0n,
        },
      }));
      this.moveTo(bill, settleOverpaid({ ...bill.facts, lines }), 'credit');
    }
  }

  private change(event: StoryEvent, kind: BillEvent): void {
    const bill = this.bills[event.bill % this.bills.length]!;
    this.moveTo(bill, changed(bill.facts, event), kind);
  }

  private moveTo(bill: StoryBill, after: BillFacts, kind: BillEvent): void {
    const change = { before: billPosition(bill.facts), after: billPosition(after) };
    bill.facts = after;
    const parties = { customerId: 'customer', operatorId: OPERATOR, currency: bill.currency };
    this.book(BOOKED_AS[kind], postPosition({ ...change, ...parties }));
  }

  private issue(
    currency: Currency,
    lines: readonly (typeof anyLine extends fc.Arbitrary<infer L> ? L : never)[],
    chains: readonly (readonly ChainLink[])[],
    totals: Map<Currency, Map<string, TermTotals>>,
  ): void {
    const charges = lines.map(({ amountMinor, offering, taxClass }, index) => {
      const supplier =
        offering === 0 ? {} : { supplier: offering === 1 ? ('iot' as const) : ('safe' as const) };
      return charge(`line-${index}`, amountMinor, { taxClass, offeringId: String(offering), ...supplier });
    });
    const draft = draftOf(charges, { currency });
    const before = totals.get(currency) ?? new Map<string, TermTotals>();
    const chainFor = (line: { offeringId: string | null }) => chains[Number(line.offeringId) - 1] ?? [];
    const { lines: shares, totals: seen } = computeBillShares(draft, chainFor, before, { explain: false });
    totals.set(currency, new Map([...before, ...seen]));
    const bases = new Map(chains.flat().map(({ term }) => [term.termId, term.basis]));
    const basisOf = (termId: string | null) => bases.get(termId ?? '') ?? 'billed';
    const pending = new Map<string, bigint>();
    for (const { partyId, termId, amountMinor } of shares.flatMap((line) => [...line.shares])) {
      if (basisOf(termId) !== 'collected') continue;
      pending.set(partyId, (pending.get(partyId) ?? 0n) + amountMinor);
    }
    this.bills.push({ currency, totalMinor: draft.totalMinor, facts: issuedFacts(draft, shares, basisOf) });
    this.book('bill.issued', postBill({ draft, shares, pending, customerId: 'customer' }));
  }

  /** As the database does it: what is posted to a payable is an entry, but what payouts themselves take off it. */
  private book(event: string, postings: readonly Posting[]): Entry[] {
    this.books.push(...postings);
    if (event === 'payout.approved' || event === 'payout.converted') return [];
    const entries = postings
      .filter(({ account }) => account === 'partner_payable')
      .map(({ partyId, currency, debitMinor, creditMinor }) => ({
        ...{ partyId, currency, event, amountMinor: creditMinor - debitMinor },
      }));
    this.open.push(...entries);
    if (!event.startsWith('payout.')) {
      for (const { partyId, currency, amountMinor } of entries) {
        const key = `${partyId} ${currency}`;
        this.earned.set(key, (this.earned.get(key) ?? 0n) + amountMinor);
      }
    }
    return entries;
  }

  private payOut({ party, currency, rate, conditions, taxRatePpm }: StoryEvent): void {
    const partyId = `party-${party}`;
    const taken = this.open.filter((entry) => entry.partyId === partyId);
    if (taken.length === 0) return;
    this.open = this.open.filter((entry) => entry.partyId !== partyId);
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
        this.book('payout.converted', postConverted(parties, from, amountMinor, payoutMinor));
    }
    const isConverted = taken.some((entry) => entry.currency !== currency);
    this.settle(parties, groups, { conditions, taxRatePpm, isConverted });
  }

  private settle(
    parties: { partyId: string; operatorPartyId: string; currency: Currency },
    groups: readonly { event: string; payoutMinor: bigint }[],
    {
      conditions,
      taxRatePpm,
      isConverted,
    }: { conditions: PayoutConditions; taxRatePpm: bigint | null; isConverted: boolean },
  ): void {
    const computed = computePayout({ groups, conditions, taxRatePpm, untaxedMinor: 0n, unreservedMinor: 0n });
    const { partyId, currency } = parties;
    const before = this.open.length;
    const toOperator = { partyId: OPERATOR };
    this.book(
      'payout.fee',
      postFromPayable(parties, { account: 'operator_revenue', ...toOperator }, computed.feeMinor),
    );
    this.book(
      'payout.reserved',
      postFromPayable(parties, { account: 'partner_reserve', partyId }, computed.reserveMinor),
    );
    this.book(
      'payout.taxed',
      postFromPayable(parties, { account: 'tax_payable', ...toOperator }, -computed.taxMinor),
    );
    this.book('payout.carried-over', postCarried(parties, computed.carriedMinor));
    // Its own rows are the payout's; of what is carried the other side is the next one's opening.
    const own = this.open.splice(before);
    const opening = own.filter(
      ({ event, amountMinor }) => event === 'payout.carried-over' && amountMinor === computed.carriedMinor,
    );
    this.open.push(...opening);
    this.book(
      'payout.approved',
      postFromPayable(parties, { account: 'payout_clearing', partyId }, computed.amountMinor),
    );
    const rows = [
      ...groups.map(({ payoutMinor }) => payoutMinor),
      ...own.filter((row) => !opening.includes(row)).map((row) => row.amountMinor),
    ];
    this.payouts.push({ partyId, currency, rowsMinor: sum(rows), computed, isConverted, isReturned: false });
  }

  /** The bank sends the last payout back: it is due again. */
  private comeBack(): void {
    const last = this.payouts.findLast(
      ({ computed, isReturned }) => computed.amountMinor > 0n && !isReturned,
    );
    if (!last) return;
    last.isReturned = true;
    const { partyId, currency, computed } = last;
    this.book('payout.returned', [
      debit('payout_clearing', partyId, currency, computed.amountMinor),
      credit('partner_payable', partyId, currency, computed.amountMinor),
    ]);
  }
}

type BillEvent = Exclude<StoryEvent['kind'], 'payout' | 'return'>;
const BOOKED_AS: Record<BillEvent, string> = {
  pay: 'payment.allocated',
  reverse: 'payment.reversed',
  credit: 'credit-note.issued',
  dispute: 'dispute.raised',
  decide: 'dispute.resolved',
  'write-off': 'bill.written-off',
};

export const sum = (amounts: Iterable<bigint>): bigint =>
  [...amounts].reduce((total, each) => total + each, 0n);

/** Each party once in a chain, and in other places of others. */
const placedLink = (link: ChainLink, place: number): ChainLink => ({
  ...link,
  partyId: `party-${place % PARTIES}`,
});

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

function changed(facts: BillFacts, { kind, line: index, part }: StoryEvent): BillFacts {
  const of = (amountMinor: bigint) => (amountMinor * part) / 1_000n;
  const { receivableMinor } = billPosition(facts);
  const open = receivableMinor > 0n ? receivableMinor : 0n;
  const at = index % facts.lines.length;
  const withLine = (change: (line: BillFacts['lines'][number]) => Partial<BillFacts['lines'][number]>) => ({
    ...facts,
    lines: facts.lines.map((line, place) => (place === at ? { ...line, ...change(line) } : line)),
  });
  const left = (line: BillFacts['lines'][number]) =>
    line.amountMinor - line.creditedMinor - line.disputedMinor;
  switch (kind) {
    case 'pay':
      return { ...facts, collectedMinor: facts.collectedMinor + of(open) };
    case 'reverse':
      return { ...facts, collectedMinor: facts.collectedMinor - of(facts.collectedMinor) };
    case 'write-off':
      return { ...facts, writtenOffMinor: facts.writtenOffMinor + of(open) };
    case 'dispute':
      return withLine((line) => ({ disputedMinor: line.disputedMinor + of(left(line)) }));
    case 'decide':
      // Accepted in part: that is credited, and nothing is disputed any more.
      return settleOverpaid(
        withLine((line) => ({
          disputedMinor: 0n,
          creditedMinor: line.creditedMinor + of(line.disputedMinor),
        })),
      );
    default:
      return settleOverpaid(
        withLine((line) => ({
          ...{ creditedMinor: line.creditedMinor + of(left(line)), isCredited: line.amountMinor === 0n },
        })),
      );
  }
}
