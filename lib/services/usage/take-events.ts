import { type GuidedUsage, insertUsage } from '@/lib/db/bulk/insert-usage';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import { findTakenKeys } from '@/lib/db/usage';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { type Destination, guideEvents } from '@/lib/services/usage/guide-events';
import {
  ACCEPTED,
  eventKey,
  type Outcome,
  type Outcomes,
  type Sender,
  takenOutcome,
} from '@/lib/services/usage/outcome';
import { settleSuspense } from '@/lib/services/usage/settle-suspense';
import { takeReversals } from '@/lib/services/usage/take-reversals';

/**
 * Takes decoded events into running totals, each once, in the caller's transaction, and answers each in order: deduplicates,
 * guides, stores, and keeps suspense, so that a caller keeps nothing itself. What waits or conflicts is in suspense afterwards
 * (an exact repeat of it once), and what came through, or was refused for good, waits no longer. An event taken before is a
 * duplicate whatever has become of its product since; the same key with other content is a conflict and changes nothing.
 *
 * Any number of events, repeats among them: a key's first event speaks, and how events are cut into calls changes nothing.
 * Some thousand a call is a good size. The scope must be the operator's (no partner, no customer): a partner is held to its own
 * products by `sender`. PostgreSQL may break a deadlock of two senders (40P01): run the transaction again with `retrying`.
 */
export async function takeEvents(
  sql: Sql,
  sender: Sender,
  events: readonly DecodedEvent[],
  now: string,
): Promise<Outcome[]> {
  const { waves, repeats } = splitRepeats(events);
  const outcomes: Outcomes = new Map();
  for (const wave of waves) await takeWave(sql, sender, wave, now, outcomes);
  return events.map((event) => {
    const first = repeats.size === 0 ? undefined : repeats.get(event);
    const outcome = outcomes.get(first ?? event) ?? ACCEPTED;
    return first && outcome.status === 'accepted' ? { status: 'duplicate' } : outcome;
  });
}

type Repeats = { waves: DecodedEvent[][]; repeats: ReadonlyMap<DecodedEvent, DecodedEvent> };

/** Waves of distinct keys: another event with a key of the first wave comes in the second, as if it had been sent later. */
function splitRepeats(events: readonly DecodedEvent[]): Repeats {
  const waves: DecodedEvent[][] = [[]];
  const repeats = new Map<DecodedEvent, DecodedEvent>();
  const firsts = new Map<string, DecodedEvent>();
  const others = new Map<string, DecodedEvent[]>();
  for (const event of events) {
    const key = eventKey(event);
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, event);
      waves[0]!.push(event);
      continue;
    }
    const earlier = others.get(key) ?? [first];
    const same = earlier.find(({ bodyHash }) => bodyHash === event.bodyHash);
    if (same) {
      repeats.set(event, same);
      continue;
    }
    waves[earlier.length] ??= [];
    waves[earlier.length]!.push(event);
    others.set(key, [...earlier, event]);
  }
  return { waves, repeats };
}

/** Usage first: what a reversal takes back may have come with it. */
async function takeWave(
  sql: Sql,
  sender: Sender,
  wave: readonly DecodedEvent[],
  now: string,
  outcomes: Outcomes,
): Promise<void> {
  const reversals = wave.filter(({ attributes }) => attributes.reverses !== undefined);
  const usage = reversals.length === 0 ? wave : wave.filter((event) => !reversals.includes(event));
  if (usage.length > 0) {
    const { senderWaits } = await takeUsage(sql, sender, usage, now, outcomes);
    await settleSuspense(sql, sender, now, usage, outcomes, senderWaits);
  }
  if (reversals.length === 0) return;
  await takeReversals(sql, sender, reversals, now, outcomes);
  await settleSuspense(sql, sender, now, reversals, outcomes, true);
}

async function takeUsage(
  sql: Sql,
  sender: Sender,
  events: readonly DecodedEvent[],
  now: string,
  outcomes: Outcomes,
): Promise<{ senderWaits: boolean }> {
  const { guided, senderWaits } = await guideEvents(sql, sender, events, Date.parse(now));
  const placed: DecodedEvent[] = [];
  const rows: GuidedUsage[] = [];
  const others: DecodedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const result = guided[index]!;
    if (result.ok) {
      placed.push(event);
      rows.push(toRow(event, result));
    } else {
      others.push(event);
      outcomes.set(event, {
        status: 'waiting',
        code: result.reason,
        path: result.path,
        message: result.message,
      });
    }
  }
  if (rows.length > 0) {
    const stored = await insertUsage(sql, sender, now, rows);
    if (stored.size < rows.length) others.push(...placed.filter((_, index) => !stored.has(rows[index]!.id)));
  }
  if (others.length === 0) return { senderWaits };
  // Only what was not stored is looked up: it was taken before, or its key was.
  const taken = groupBy(await findTakenKeys(sql, sender, others), eventKey);
  for (const event of others) {
    outcomes.set(event, takenOutcome(taken, event) ?? outcomes.get(event) ?? { status: 'conflict' });
  }
  return { senderWaits };
}

function toRow(event: DecodedEvent, destination: Destination): GuidedUsage {
  const { source, eventId, bodyHash, attributes } = event;
  const { product, period, meterId, late, dimensionKey, dimensions } = destination;
  return {
    id: newId(),
    source,
    eventId,
    bodyHash,
    supplierId: product.supplierId,
    billingAccountId: product.billingAccountId,
    productId: product.id,
    meterId,
    periodFrom: period.from,
    occurredAtMs: event.atMs,
    quantity: formatDecimal(event.quantity),
    attributes,
    dimensionKey,
    dimensions,
    reversesId: null,
    late,
  };
}
