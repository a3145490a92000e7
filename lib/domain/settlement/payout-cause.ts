/** Why a row is on a payout, in the order in which a payout tells it. */
export const PAYOUT_CAUSES = [
  'opening',
  'returned',
  'reserves',
  'shares',
  'collected',
  'guarantees',
  'credits',
  'disputes',
  'write_offs',
  'adjustments',
  'other',
] as const;

export type PayoutCause = (typeof PAYOUT_CAUSES)[number];

/** The cause of a payable entry, by the event that booked it. */
export const payoutCauseOf = (event: string): PayoutCause => CAUSES[event] ?? 'other';

/** The events behind a cause, for finding its rows. */
export const eventsOfCause = (cause: PayoutCause): string[] =>
  Object.keys(CAUSES).filter((event) => CAUSES[event] === cause);

/** Every event with a cause of its own; the rest are `other`. */
export const causedEvents = (): string[] => Object.keys(CAUSES);

const CAUSES: Readonly<Record<string, PayoutCause>> = {
  'payout.carried-over': 'opening',
  'payout.returned': 'returned',
  'payout.reserve-released': 'reserves',
  'bill.issued': 'shares',
  'payment.allocated': 'collected',
  'payment.reversed': 'collected',
  'guarantee.topped-up': 'guarantees',
  'credit-note.issued': 'credits',
  'dispute.raised': 'disputes',
  'dispute.resolved': 'disputes',
  'bill.written-off': 'write_offs',
  'payout.adjusted': 'adjustments',
};
