import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { type NewSuspense, releaseSuspense, suspendUsage } from '@/lib/db/usage-suspense';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { invalid } from '@/lib/errors';
import { MAX_EVENTS } from '@/lib/schemas/api/usage';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type DecodedEvent, decodeEvent, isRefusal, type Refusal } from '@/lib/services/usage/decode-event';
import { type Outcome, takeEvents } from '@/lib/services/usage/take-events';

export type EventAnswer = {
  index: number;
  source: string | null;
  id: string | null;
  status: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  code: string | null;
  path: string | null;
  message: string | null;
  /** Kept in suspense, to be tried again when the cause is put right. */
  suspended: boolean;
};

export type UsageAnswer = Record<EventAnswer['status'], number> & { results: EventAnswer[] };

/**
 * Takes up to 1,000 CloudEvents in one transaction and answers each on its own: `accepted` counts from now on in its account's
 * running totals, `duplicate` was taken before, `conflict` has the key of another event, `rejected` says why and where.
 * A rejected event that is sound but cannot be guided yet is kept in suspense. Fails: `forbidden`, `batch_size`.
 */
export async function ingestUsage(ctx: ServiceContext, inputs: readonly unknown[]): Promise<UsageAnswer> {
  authorise(ctx, 'usage.send');
  if (inputs.length === 0 || inputs.length > MAX_EVENTS) {
    throw invalid('batch_size', '', `A batch has 1 to ${MAX_EVENTS} events, and this has ${inputs.length}.`);
  }
  const nowMs = Date.parse(ctx.now);
  const reads = inputs.map((input) => decodeEvent(input, nowMs));
  const { firsts, repeats } = splitRepeats(reads.flatMap((read) => (isRefusal(read) ? [] : [read])));
  const outcomes = firsts.length === 0 ? new Map() : await takeAndKeep(ctx, firsts);
  const results = reads.map((read, index) => {
    if (isRefusal(read)) return refused(inputs[index], index, read);
    return answered(read, index, repeats.get(read) ?? outcomes.get(read)!, outcomes);
  });
  return { ...countByStatus(results), results };
}

async function takeAndKeep(ctx: ServiceContext, events: DecodedEvent[]): Promise<Map<DecodedEvent, Outcome>> {
  const { operatorId, partyId: supplierId } = ctx.actor;
  // A partner may not read customers' usage, but what it sends is written among it: so this runs in the operator's scope, and
  // the partner is held to its own products where they are looked up, by supplier.
  return withTenantSql({ operatorId, partnerId: null, customerId: null }, async (sql) => {
    const taken = await takeEvents(sql, { operatorId, supplierId }, events, ctx.now);
    const outcomes = new Map(events.map((event, index) => [event, taken[index]!]));
    await keepWaiting(sql, ctx, outcomes);
    return outcomes;
  });
}

async function keepWaiting(
  sql: Sql,
  { actor, now }: ServiceContext,
  outcomes: ReadonlyMap<DecodedEvent, Outcome>,
): Promise<void> {
  const senderId = actor.partyId ?? (await findOperator(sql))!.partyId;
  const scope = { operatorId: actor.operatorId, senderId, now };
  const waiting = [...outcomes].flatMap(([event, outcome]) =>
    outcome.status === 'waiting' ? [toSuspense(event, outcome)] : [],
  );
  if (waiting.length > 0) await suspendUsage(sql, scope, waiting);
  const accepted = [...outcomes].filter(([, { status }]) => status === 'accepted').map(([event]) => event);
  if (accepted.length > 0) await releaseSuspense(sql, scope, 'accepted', accepted);
}

export function toSuspense(
  event: DecodedEvent,
  { guided }: Extract<Outcome, { status: 'waiting' }>,
): NewSuspense {
  const { source, eventId, bodyHash, type, subject, meter, attributes } = event;
  const occurredAt = new Date(event.atMs).toISOString();
  const body = { type, subject, meter, quantity: formatDecimal(event.quantity), occurredAt, attributes };
  return { id: newId(), source, eventId, bodyHash, reason: guided.reason, message: guided.message, body };
}

type Repeat = { first: DecodedEvent };

/** The same key twice in one batch: the first speaks, and the others are answered beside it. */
function splitRepeats(events: DecodedEvent[]): {
  firsts: DecodedEvent[];
  repeats: Map<DecodedEvent, Repeat>;
} {
  const firsts = new Map<string, DecodedEvent>();
  const repeats = new Map<DecodedEvent, Repeat>();
  for (const event of events) {
    const key = `${event.source}\n${event.eventId}`;
    const first = firsts.get(key);
    if (first) repeats.set(event, { first });
    else firsts.set(key, event);
  }
  return { firsts: [...firsts.values()], repeats };
}

function answered(
  event: DecodedEvent,
  index: number,
  outcome: Outcome | Repeat,
  outcomes: ReadonlyMap<DecodedEvent, Outcome>,
): EventAnswer {
  const head = { index, source: event.source, id: event.eventId, path: null, suspended: false };
  const own =
    'first' in outcome ? repeatOutcome(event, outcome.first, outcomes.get(outcome.first)!) : outcome;
  switch (own.status) {
    case 'accepted':
      return { ...head, status: 'accepted', code: null, message: null };
    case 'duplicate':
      return { ...head, status: 'duplicate', code: 'duplicate', message: 'This event was taken before.' };
    case 'conflict': {
      const message =
        'Another event has this source and id. An event with other content needs an id of its own.';
      return { ...head, status: 'conflict', code: 'conflict', path: 'id', message };
    }
    case 'waiting': {
      const { reason, path, message } = own.guided;
      return { ...head, status: 'rejected', code: reason, path, message, suspended: true };
    }
  }
}

function repeatOutcome(event: DecodedEvent, first: DecodedEvent, outcome: Outcome): Outcome {
  if (event.bodyHash !== first.bodyHash) return { status: 'conflict' };
  return outcome.status === 'accepted' ? { status: 'duplicate' } : outcome;
}

/** What can be read of a broken event's name helps its sender to find it. */
function refused(input: unknown, index: number, refusal: Refusal): EventAnswer {
  const { source, id } = (typeof input === 'object' && input !== null ? input : {}) as Record<
    string,
    unknown
  >;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 500) : null);
  return { index, source: text(source), id: text(id), status: 'rejected', ...refusal, suspended: false };
}

function countByStatus(results: readonly EventAnswer[]): Record<EventAnswer['status'], number> {
  const counts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}
