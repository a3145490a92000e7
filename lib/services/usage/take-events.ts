import { type GuidedUsage, insertUsage } from '@/lib/db/bulk/insert-usage';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import { findTakenKeys } from '@/lib/db/usage';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { type Destination, type Guided, guideEvents } from '@/lib/services/usage/guide-events';
import {
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
    const first = repeats.get(event);
    const outcome = outcomes.get(first ?? event)!;
    return first && outcome.status === 'accepted' ? { status: 'duplicate' } : outcome;
  });
}

type Repeats = { waves: DecodedEvent[][]; repeats: ReadonlyMap<DecodedEvent, DecodedEvent> };

/** Waves of distinct keys: another event with a key of the first wave comes in the second, as if it had been sent later. */
function splitRepeats(events: readonly DecodedEvent[]): Repeats {
  const waves: DecodedEvent[][] = [];
  const repeats = new Map<DecodedEvent, DecodedEvent>();
  const byKey = new Map<string, DecodedEvent[]>();
  for (const event of events) {
    const key = eventKey(event);
    const earlier = byKey.get(key);
    const same = earlier?.find(({ bodyHash }) => bodyHash === event.bodyHash);
    if (same) {
      repeats.set(event, same);
      continue;
    }
    const wave = earlier?.length ?? 0;
    if (earlier) earlier.push(event);
    else byKey.set(key, [event]);
    waves[wave] ??= [];
    waves[wave].push(event);
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
  if (usage.length > 0) await takeUsage(sql, sender, usage, now, outcomes);
  await settleSuspense(sql, sender, now, usage, outcomes);
  if (reversals.length === 0) return;
  await takeReversals(sql, sender, reversals, now, outcomes);
  await settleSuspense(sql, sender, now, reversals, outcomes);
}

async function takeUsage(
  sql: Sql,
  sender: Sender,
  events: readonly DecodedEvent[],
  now: string,
  outcomes: Outcomes,
): Promise<void> {
  const guided = await guideEvents(sql, sender.supplierId, events, Date.parse(now));
  const rows: GuidedUsage[] = [];
  const unguided: DecodedEvent[] = [];
  const unguidedReasons: Extract<Guided, { ok: false }>[] = [];
  const guidedEvents: DecodedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const result = guided[index]!;
    if (result.ok) {
      guidedEvents.push(event);
      rows.push(toRow(event, result.destination));
    } else {
      unguided.push(event);
      unguidedReasons.push(result);
    }
  }
  const lost = await store(sql, sender, now, guidedEvents, rows, outcomes);
  if (lost.length + unguided.length === 0) return;

  // Only what was not stored is looked up: it was taken before, or its key was.
  const taken = groupBy(await findTakenKeys(sql, sender, [...lost, ...unguided]), eventKey);
  for (const event of lost) outcomes.set(event, takenOutcome(taken, event) ?? { status: 'conflict' });
  for (const [index, event] of unguided.entries()) {
    const { reason: code, path, message } = unguidedReasons[index]!;
    outcomes.set(event, takenOutcome(taken, event) ?? { status: 'waiting', code, path, message });
  }
}

/** Stores what is new of the guided events; answers those whose key was taken. */
async function store(
  sql: Sql,
  sender: Sender,
  now: string,
  events: readonly DecodedEvent[],
  rows: readonly GuidedUsage[],
  outcomes: Outcomes,
): Promise<DecodedEvent[]> {
  if (rows.length === 0) return [];
  const stored = await insertUsage(sql, sender, now, rows);
  const lost: DecodedEvent[] = [];
  for (const [index, event] of events.entries()) {
    if (stored.has(rows[index]!.id)) outcomes.set(event, { status: 'accepted' });
    else lost.push(event);
  }
  return lost;
}

function toRow(event: DecodedEvent, destination: Destination): GuidedUsage {
  const { source, eventId, bodyHash, attributes } = event;
  return {
    id: newId(),
    source,
    eventId,
    bodyHash,
    attributes,
    ...destination,
    occurredAt: new Date(event.atMs).toISOString(),
    quantity: formatDecimal(event.quantity),
    reversesId: null,
  };
}
