import { type GuidedUsage, insertUsage } from '@/lib/db/bulk/insert-usage';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import type { Sql } from '@/lib/db/tenant';
import { findTakenKeys } from '@/lib/db/usage';
import {
  findReversed,
  findTargets,
  lockTotals,
  restoreMaximums,
  type StoredUsage,
  type TargetKey,
  takeBackWaiting,
} from '@/lib/db/usage-reversals';
import { type Decimal, decimal, formatDecimal, negateDecimal } from '@/lib/domain/money/decimal';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent, Refusal } from '@/lib/services/usage/decode-event';
import { dimensionsOf } from '@/lib/services/usage/dimensions';
import { tooLate } from '@/lib/services/usage/guide-events';
import { latenessOf } from '@/lib/services/usage/lateness';
import { eventKey, type Outcomes, type Sender, takenOutcome } from '@/lib/services/usage/outcome';
import { bodyOf } from '@/lib/services/usage/settle-suspense';

/**
 * Takes events back: a reversal repeats what an earlier event of its source said (subject, meter, quantity) with an id of its own,
 * and names it in `data.reverses`. It is stored in that event's period with the opposite quantity, and the total is what it would
 * be without the event. An event that still waits is closed instead, and counts neither now nor when it is sent again.
 * Waits as `reversal_of_unknown` until the event comes, or as `too_late`; rejected: `already_reversed`, `reversal_of_reversal`,
 * `reversal_mismatch`.
 */
export async function takeReversals(
  sql: Sql,
  sender: Sender,
  reversals: readonly DecodedEvent[],
  now: string,
  outcomes: Outcomes,
): Promise<void> {
  const taken = groupBy(await findTakenKeys(sql, sender, reversals), eventKey);
  const open: DecodedEvent[] = [];
  for (const reversal of reversals) {
    const outcome = takenOutcome(taken, reversal);
    if (outcome) outcomes.set(reversal, outcome);
    else open.push(reversal);
  }
  if (open.length === 0) return;
  const keys = new Map<number, TargetKey>();
  for (const key of await findTargets(sql, sender, open.map(targetOf)))
    if (!keys.has(key.n)) keys.set(key.n, key);
  const unknown = open.filter((_, n) => !keys.has(n));
  if (unknown.length > 0) await takeBackUnknown(sql, sender, unknown, now, outcomes);
  const pairs = open.flatMap((reversal, n) => {
    const key = keys.get(n);
    const refusal = key && refusalOf(reversal, key);
    if (refusal) outcomes.set(reversal, { status: 'rejected', ...refusal });
    return key?.event && !refusal ? [{ reversal, usageId: key.usageId!, event: key.event }] : [];
  });
  if (pairs.length > 0) await takeBackStored(sql, sender, pairs, now, outcomes);
}

function targetOf({ source, attributes, subject, meter }: DecodedEvent, n: number) {
  return { n, source, eventId: attributes.reverses!, subject, meter };
}

function refusalOf({ quantity }: DecodedEvent, { usageId, event }: TargetKey): Refusal | null {
  if (usageId === null) return ALREADY_REVERSED;
  if (!event) {
    return refuse('reversal_mismatch', 'subject', 'The event to take back has another subject or meter.');
  }
  if (event.reversesId !== null) {
    return refuse(
      'reversal_of_reversal',
      'data.reverses',
      'That is a reversal itself. Send the usage again.',
    );
  }
  const size = quantity < 0n ? negateDecimal(quantity) : quantity;
  if (size !== decimal(event.quantity)) {
    const message = `The event to take back has the quantity ${event.quantity}.`;
    return refuse('reversal_mismatch', 'data.quantity', message);
  }
  return null;
}

type Pair = { reversal: DecodedEvent; usageId: string; event: StoredUsage };

async function takeBackStored(
  sql: Sql,
  sender: Sender,
  pairs: readonly Pair[],
  now: string,
  outcomes: Outcomes,
): Promise<void> {
  await lockTotals(
    sql,
    pairs.map(({ event }) => event),
  );
  const done = await findReversed(
    sql,
    pairs.map(({ usageId, event }) => ({ usageId, billingAccountId: event.billingAccountId })),
  );
  const placed = pairs.map(({ event }) => ({ ...event, atMs: Date.parse(event.occurredAt) }));
  const lateness = await latenessOf(sql, placed, Date.parse(now), sender.takesTooLate);
  const rows: GuidedUsage[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (done.has(pair.usageId)) {
      outcomes.set(pair.reversal, { status: 'rejected', ...ALREADY_REVERSED });
    } else if (lateness[index] === 'too_late') {
      const { reason: code, path, message } = tooLate(pair.event.periodFrom);
      outcomes.set(pair.reversal, { status: 'waiting', code, path, message });
    } else {
      done.add(pair.usageId);
      outcomes.set(pair.reversal, { status: 'accepted' });
      rows.push(toRow(pair, lateness[index] === 'late'));
    }
  }
  if (rows.length === 0) return;
  const stored = await insertUsage(sql, sender, now, rows);
  // Its key was free above and the totals are locked: only the same reversal, sent twice at once, can be in the way.
  for (const { reversal } of pairs) {
    const row = rows.find(
      ({ eventId, source }) => eventId === reversal.eventId && source === reversal.source,
    );
    if (row && !stored.has(row.id)) outcomes.set(reversal, { status: 'duplicate' });
  }
  await restoreMaximums(
    sql,
    rows.map((row) => ({ ...row, quantity: formatDecimal(negateDecimal(decimal(row.quantity))) })),
  );
}

function toRow({ reversal, usageId, event }: Pair, late: boolean): GuidedUsage {
  const { source, eventId, bodyHash } = reversal;
  const { supplierId, billingAccountId, productId, meterId, periodFrom, attributes, occurredAt } = event;
  const { key: dimensionKey, dimensions } = dimensionsOf(event.meterDimensions, attributes);
  return {
    id: newId(),
    source,
    eventId,
    bodyHash,
    supplierId,
    billingAccountId,
    productId,
    meterId,
    periodFrom,
    late,
    dimensionKey,
    dimensions,
    attributes,
    occurredAtMs: Date.parse(occurredAt),
    quantity: formatDecimal(-decimal(event.quantity) as Decimal),
    reversesId: usageId,
  };
}

async function takeBackUnknown(
  sql: Sql,
  sender: Sender,
  reversals: readonly DecodedEvent[],
  now: string,
  outcomes: Outcomes,
): Promise<void> {
  const senderId = sender.supplierId ?? (await findOperator(sql))!.partyId;
  const scope = { operatorId: sender.operatorId, senderId, now };
  const rows = reversals.map((reversal) => {
    const { source, eventId, bodyHash: eventHash, attributes } = reversal;
    return {
      source,
      eventId,
      eventHash,
      reverses: attributes.reverses!,
      id: newId(),
      body: bodyOf(reversal),
    };
  });
  const takenBack = await takeBackWaiting(sql, scope, rows);
  for (const reversal of reversals) {
    const code = 'reversal_of_unknown';
    const message = `No event ${reversal.attributes.reverses} of this source has come yet.`;
    outcomes.set(
      reversal,
      takenBack.has(eventKey(reversal))
        ? { status: 'accepted' }
        : { status: 'waiting', code, path: 'data.reverses', message },
    );
  }
}

const refuse = (code: string, path: string, message: string): Refusal => ({ code, path, message });

const ALREADY_REVERSED = refuse('already_reversed', 'data.reverses', 'That event is taken back already.');
