import type { TakenKey } from '@/lib/db/usage';
import type { DecodedEvent, Refusal } from '@/lib/services/usage/decode-event';

/**
 * Who sent events: `supplierId` is the partner, whose products alone it may name; null is the operator. `takesTooLate`: somebody
 * decided that the window of the agreement does not count, so that what is beyond it is late usage like any other.
 */
export type Sender = { operatorId: string; supplierId: string | null; takesTooLate?: boolean };

/**
 * What became of an event. `waiting` and `conflict` are in suspense; `rejected` never can be taken as it stands. `code` is
 * the reason for waiting, or the refusal; `path` the place in the event.
 */
export type Outcome =
  | { status: 'accepted' | 'duplicate' | 'conflict' }
  | ({ status: 'waiting' | 'rejected' } & Refusal);

/** What became of the events that were not simply accepted; of a million, few. */
export type Outcomes = Map<DecodedEvent, Outcome>;

export const ACCEPTED: Outcome = { status: 'accepted' };

/** Null when nothing has the event's key. The same content under it, whoever's product it was then, is a duplicate. */
export function takenOutcome(
  taken: ReadonlyMap<string, readonly TakenKey[]>,
  event: DecodedEvent,
): Outcome | null {
  const keys = taken.get(eventKey(event));
  if (!keys) return null;
  return { status: keys.some(({ bodyHash }) => bodyHash === event.bodyHash) ? 'duplicate' : 'conflict' };
}

export const eventKey = ({ source, eventId }: { source: string; eventId: string }) => `${source}\n${eventId}`;
