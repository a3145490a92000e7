import { withTenantSql } from '@/lib/db/tenant';
import { invalid } from '@/lib/errors';
import { failpoint } from '@/lib/failpoint';
import { MAX_EVENTS } from '@/lib/schemas/api/usage';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { Gate } from '@/lib/services/gate';
import { retrying } from '@/lib/services/retrying';
import { type DecodedEvent, decodeEvent, isRefusal, type Refusal } from '@/lib/services/usage/decode-event';
import type { Outcome } from '@/lib/services/usage/outcome';
import { CONFLICT } from '@/lib/services/usage/settle-suspense';
import { takeEvents } from '@/lib/services/usage/take-events';

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
 * A rejected event that is sound but cannot be guided yet is kept in suspense. Fails: `forbidden`, `batch_size`,
 * `busy` when more comes at once than can wait.
 */
export async function ingestUsage(ctx: ServiceContext, inputs: readonly unknown[]): Promise<UsageAnswer> {
  authorise(ctx, 'usage.send');
  if (inputs.length === 0 || inputs.length > MAX_EVENTS) {
    throw invalid('batch_size', '', `A batch has 1 to ${MAX_EVENTS} events, and this has ${inputs.length}.`);
  }
  const nowMs = Date.parse(ctx.now);
  const reads = inputs.map((input) => decodeEvent(input, nowMs));
  const sound = reads.filter((read) => !isRefusal(read)) as DecodedEvent[];
  const outcomes = sound.length === 0 ? [] : await take(ctx, sound);
  let taken = 0;
  const results = reads.map((read, index) => {
    if (isRefusal(read)) return refused(inputs[index], index, read);
    const outcome = outcomes[taken]!;
    taken += 1;
    return answered(read, index, outcome);
  });
  return { ...countByStatus(results), results };
}

async function take(ctx: ServiceContext, events: readonly DecodedEvent[]): Promise<Outcome[]> {
  const { operatorId, partyId: supplierId } = ctx.actor;
  // A partner may not read customers' usage, but what it sends is written among it: so this runs in the operator's scope, and
  // the partner is held to its own products where they are looked up, by supplier.
  const scope = { operatorId, partnerId: null, customerId: null };
  const outcomes = await gate.run(events.length, () =>
    retrying(() =>
      withTenantSql(scope, async (sql) => {
        const taken = await takeEvents(sql, { operatorId, supplierId }, events, ctx.now);
        failpoint('usage.ingest.before-commit');
        return taken;
      }),
    ),
  );
  failpoint('usage.ingest.after-commit');
  return outcomes;
}

// Eight of the process's ten connections, so that pages still have some; and for a batch of 500 some seconds of waiting. Of events at
// once three such batches: one is here while two are in the database, and a fourth would only wait there for the same totals, awake
// (eight at once took a fifth longer for each event).
const gate = new Gate({ running: 8, weight: 1500, waiting: 64 });

function answered({ source, eventId: id }: DecodedEvent, index: number, outcome: Outcome): EventAnswer {
  const { status, code, path, message, suspended } = wordsOf(outcome);
  return { index, source, id, status, code, path, message, suspended };
}

type Words = Omit<EventAnswer, 'index' | 'source' | 'id'>;

function wordsOf(outcome: Outcome): Words {
  switch (outcome.status) {
    case 'accepted':
      return ACCEPTED;
    case 'duplicate':
      return DUPLICATE;
    case 'conflict':
      return { status: 'conflict', ...CONFLICT, suspended: true };
    default: {
      const { code, path, message } = outcome;
      return { status: 'rejected', code, path, message, suspended: outcome.status === 'waiting' };
    }
  }
}

const ACCEPTED: Words = { status: 'accepted', code: null, path: null, message: null, suspended: false };
const DUPLICATE: Words = {
  status: 'duplicate',
  code: 'duplicate',
  path: null,
  message: 'This event was taken before.',
  suspended: false,
};

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
