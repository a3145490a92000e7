import { type GuidedUsage, insertUsage } from '@/lib/db/bulk/insert-usage';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import { findTakenKeys, type TakenKey } from '@/lib/db/usage';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { type Guided, guideEvents } from '@/lib/services/usage/guide-events';

/** Who sent events: `supplierId` is the partner, whose products alone it may name; null is the operator. */
export type Sender = { operatorId: string; supplierId: string | null };

export type Outcome =
  | { status: 'accepted' | 'duplicate' | 'conflict' }
  | { status: 'waiting'; guided: Extract<Guided, { ok: false }> };

/**
 * Takes events into running totals, each once: deduplicates, guides, stores. Keys in `events` are distinct. An event taken
 * before is a duplicate whatever has become of its product since; the same key with other content is a conflict and changes
 * nothing. What cannot be guided is answered as waiting, and is the caller's to keep.
 */
export async function takeEvents(
  sql: Sql,
  sender: Sender,
  events: readonly DecodedEvent[],
  now: string,
): Promise<Outcome[]> {
  const taken = groupKeys(await findTakenKeys(sql, sender.operatorId, sender.supplierId, events));
  const isNew = (event: DecodedEvent) =>
    !keysOf(taken, event).some(({ bodyHash }) => bodyHash === event.bodyHash);
  const fresh = events.filter(isNew);
  const guided = await guideEvents(sql, sender.supplierId, fresh, Date.parse(now));

  const outcomes = new Map<DecodedEvent, Outcome>();
  const rows = new Map<DecodedEvent, GuidedUsage>();
  for (const [index, event] of fresh.entries()) {
    const result = guided[index]!;
    const known = keysOf(taken, event);
    if (known.some(({ supplierId }) => !result.ok || supplierId === result.destination.supplierId)) {
      outcomes.set(event, { status: 'conflict' });
    } else if (result.ok) rows.set(event, toRow(event, result.destination));
    else outcomes.set(event, { status: 'waiting', guided: result });
  }
  await store(sql, sender, now, rows, outcomes);
  return events.map((event) => outcomes.get(event) ?? { status: 'duplicate' });
}

async function store(
  sql: Sql,
  sender: Sender,
  now: string,
  rows: ReadonlyMap<DecodedEvent, GuidedUsage>,
  outcomes: Map<DecodedEvent, Outcome>,
): Promise<void> {
  if (rows.size === 0) return;
  const stored = new Set((await insertUsage(sql, sender.operatorId, now, [...rows.values()])).map(keyText));
  const lost = [...rows].filter(([, row]) => !stored.has(keyText(row)));
  for (const [event, row] of rows) if (stored.has(keyText(row))) outcomes.set(event, { status: 'accepted' });
  if (lost.length === 0) return;
  // Another request stored these between our look and our insert: what it stored says which of the two this is.
  const winners = groupKeys(
    await findTakenKeys(
      sql,
      sender.operatorId,
      null,
      lost.map(([event]) => event),
    ),
  );
  for (const [event, row] of lost) {
    const winner = keysOf(winners, event).find(({ supplierId }) => supplierId === row.supplierId);
    outcomes.set(event, { status: winner?.bodyHash === event.bodyHash ? 'duplicate' : 'conflict' });
  }
}

function toRow(event: DecodedEvent, destination: Extract<Guided, { ok: true }>['destination']): GuidedUsage {
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
  };
}

type KeyGroups = ReadonlyMap<string, TakenKey[]>;

const groupKeys = (keys: readonly TakenKey[]): KeyGroups =>
  groupBy(keys, ({ source, eventId }) => `${source}\n${eventId}`);

const keysOf = (groups: KeyGroups, { source, eventId }: DecodedEvent): readonly TakenKey[] =>
  groups.get(`${source}\n${eventId}`) ?? [];

const keyText = (key: { source: string; eventId: string; supplierId: string }) =>
  `${key.source}\n${key.eventId}\n${key.supplierId}`;
