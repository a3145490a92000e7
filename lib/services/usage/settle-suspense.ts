import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import type { Sql } from '@/lib/db/tenant';
import {
  type EndedWait,
  type NewSuspense,
  releaseSuspense,
  type SuspendedBody,
  suspendUsage,
} from '@/lib/db/usage-suspense';
import { formatDecimal } from '@/lib/domain/money/decimal';
import type { DecodedEvent, Refusal } from '@/lib/services/usage/decode-event';
import { ACCEPTED, type Outcomes, type Sender } from '@/lib/services/usage/outcome';

/**
 * Suspense as the outcomes have it: what waits or conflicts is kept, once for each key; an event that was accepted, was taken before,
 * or is refused for good, waits no longer.
 */
export async function settleSuspense(
  sql: Sql,
  sender: Sender,
  now: string,
  events: readonly DecodedEvent[],
  outcomes: Outcomes,
  /** Whether anything of the sender's waits: mostly nothing does, and then there is nothing to end. */
  senderWaits: boolean,
): Promise<void> {
  if (outcomes.size === 0 && !senderWaits) return;
  const kept: NewSuspense[] = [];
  const ended: EndedWait[] = [];
  for (const event of events) {
    const outcome = outcomes.get(event) ?? ACCEPTED;
    if (outcome.status === 'waiting') kept.push(toSuspense(event, outcome));
    else if (outcome.status === 'conflict') kept.push(toSuspense(event, CONFLICT));
    else if (senderWaits) ended.push({ ...event, outcome: outcome.status });
  }
  if (kept.length + ended.length === 0) return;
  const senderId = sender.supplierId ?? (await findOperator(sql))!.partyId;
  const scope = { operatorId: sender.operatorId, senderId, now };
  if (kept.length > 0) await suspendUsage(sql, scope, kept);
  if (ended.length > 0) await releaseSuspense(sql, scope, ended);
}

export const CONFLICT: Refusal = {
  code: 'conflict',
  path: 'id',
  message: 'Another event has this source and id. An event with other content needs an id of its own.',
};

function toSuspense(event: DecodedEvent, { code: reason, message }: Refusal): NewSuspense {
  const { source, eventId, bodyHash } = event;
  return { id: newId(), source, eventId, bodyHash, reason, message, body: bodyOf(event) };
}

/** What suspense keeps of an event: enough to try it again. */
export function bodyOf({ type, subject, meter, quantity, atMs, attributes }: DecodedEvent): SuspendedBody {
  const occurredAt = new Date(atMs).toISOString();
  return { type, subject, meter, quantity: formatDecimal(quantity), occurredAt, attributes };
}
