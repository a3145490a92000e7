import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { postBill } from '@/lib/domain/ledger/post-bill';
import { postPosition } from '@/lib/domain/ledger/post-position';
import { OPERATOR, StoryBooks } from '@/lib/domain/ledger/story-books.fixture';
import {
  type BillEvent,
  changed,
  type DrawnStory,
  PARTIES,
  type StoryEvent,
} from '@/lib/domain/ledger/story-events.fixture';
import { comeBack, payOut, type StoryPayout } from '@/lib/domain/ledger/story-payouts.fixture';
import type { Currency } from '@/lib/domain/money/currency';
import { type BillFacts, billPosition } from '@/lib/domain/settlement/bill-position';
import { issuedFacts } from '@/lib/domain/settlement/bill-position.fixture';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import type { ChainLink, TermTotals } from '@/lib/domain/settlement/terms';

export type StoryBill = {
  currency: Currency;
  totalMinor: bigint;
  facts: BillFacts;
  /** Of some line one party pays several. */
  isBranched: boolean;
};

/** A few bills of one operator, by the functions that decide what becomes of them. */
export class Story {
  readonly bills: StoryBill[] = [];
  readonly books = new StoryBooks();
  readonly payouts: StoryPayout[] = [];

  constructor({ chains, bills }: DrawnStory) {
    const placed = chains.map((chain, index) =>
      chain.map((link, place) => placedLink(link, place + index * 2)),
    );
    const totals = new Map<Currency, Map<string, TermTotals>>();
    for (const { currency, lines } of bills) this.issue(currency, lines, placed, totals);
  }

  happen(event: StoryEvent): void {
    const { kind } = event;
    if (kind === 'return') comeBack(this.books, this.payouts);
    else if (kind !== 'payout') this.change(event, kind);
    else {
      const payout = payOut(this.books, event);
      if (payout) this.payouts.push(payout);
    }
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
    this.books.book(BOOKED_AS[kind], postPosition({ ...change, ...parties }));
  }

  private issue(
    currency: Currency,
    lines: DrawnStory['bills'][number]['lines'],
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
    const isBranched = lines.some(({ offering }) => branches(chains[offering - 1] ?? []));
    const facts = issuedFacts(draft, shares, basisOf);
    this.bills.push({ currency, totalMinor: draft.totalMinor, facts, isBranched });
    this.books.book('bill.issued', postBill({ draft, shares, pending, customerId: 'customer' }));
  }
}

const BOOKED_AS: Record<BillEvent, string> = {
  pay: 'payment.allocated',
  reverse: 'payment.reversed',
  credit: 'credit-note.issued',
  dispute: 'dispute.raised',
  decide: 'dispute.resolved',
  'write-off': 'bill.written-off',
};

/** Each party once in a chain, and in other places of others. */
const placedLink = (link: ChainLink, place: number): ChainLink => ({
  ...link,
  partyId: `party-${place % PARTIES}`,
});

const branches = (chain: readonly ChainLink[]): boolean =>
  chain.some(({ payerIndex }, index) => index > 0 && chain[index - 1]!.payerIndex === payerIndex);
