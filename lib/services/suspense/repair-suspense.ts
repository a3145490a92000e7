import { appendAudit } from '@/lib/db/audit';
import type { SuspenseFilter } from '@/lib/db/suspense-filter';
import type { SuspenseDeed, SuspenseRow } from '@/lib/db/suspense-reads';
import { repairWaiting } from '@/lib/db/suspense-repairs';
import { withTenantSql } from '@/lib/db/tenant';
import type { SuspendedBody } from '@/lib/db/usage-suspense';
import { decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { conflict, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { retrying } from '@/lib/services/retrying';
import { requireOwn } from '@/lib/services/suspense/get-suspense';
import { wholeScope } from '@/lib/services/suspense/own-suspense';
import { type Recycled, recycleSuspense } from '@/lib/services/suspense/recycle-suspense';

export type Repair = {
  subject?: string | undefined;
  meter?: string | undefined;
  quantity?: string | undefined;
  occurredAt?: string | undefined;
  attributes?: Readonly<Record<string, string>> | undefined;
  note?: string | undefined;
  /** The same for all that waits of its sender for the same reason with the same subject or meter, whichever is changed. */
  alike?: boolean | undefined;
};

export type Repaired = Recycled & { repaired: number };

/**
 * Changes the copy of a waiting event that is tried, and tries it: at once, or by a job above 1,000. What was sent stays as it was
 * sent, with who changed what beside it. Only a subject or a meter can be put right for many at once; a quantity and a time are one
 * event's own. A partner repairs what it sent.
 * Fails: `not_found`, `not_waiting`, `nothing_changed`, `not_alike`.
 */
export async function repairSuspense(ctx: ServiceContext, id: string, repair: Repair): Promise<Repaired> {
  authorise(ctx, 'usage.send');
  const { operatorId } = ctx.actor;
  const { changes, ids, filter } = await retrying(() =>
    withTenantSql(wholeScope(ctx), async (sql) => {
      const row = await requireWaiting(await requireOwn(sql, ctx, id));
      const changes = changesOf(row, repair);
      const deed = deedOf(ctx, row, changes, repair.note ?? null);
      const filter = repair.alike ? alike(row, changes) : { ids: [id] };
      const ids = await repairWaiting(sql, filter, changes, deed);
      await appendAudit(sql, ctx.actor, {
        action: 'suspense.repaired',
        entityType: 'usage_suspense',
        entityId: id,
        before: pick(row.body, changes),
        after: { ...changes, events: ids.length, note: repair.note ?? null, operatorId },
      });
      return { changes, ids, filter };
    }),
  );
  const repaired = ids.length;
  const again = repair.alike ? { ...filter, ...after(changes) } : filter;
  return { repaired, ...(await recycleSuspense(ctx, { ...again, all: true })) };
}

/** Fails: `not_waiting`. */
export function requireWaiting<Row extends SuspenseRow>(row: Row): Row {
  if (row.outcome === null) return row;
  throw conflict('not_waiting', 'This usage does not wait any more.');
}

function changesOf({ body }: SuspenseRow, repair: Repair): Partial<SuspendedBody> {
  const { subject, meter, quantity, occurredAt, attributes, alike } = repair;
  if (alike && (quantity ?? occurredAt ?? attributes) !== undefined) {
    throw invalid('not_alike', 'alike', 'Quantity, time and attributes are put right one event at a time.');
  }
  const wanted: Partial<SuspendedBody> = {
    ...(subject !== undefined && { subject }),
    ...(meter !== undefined && { meter }),
    ...(quantity !== undefined && { quantity: formatDecimal(decimal(quantity)) }),
    ...(occurredAt !== undefined && { occurredAt: new Date(occurredAt).toISOString() }),
    ...(attributes !== undefined && { attributes }),
  };
  const changed = Object.entries(wanted).filter(
    ([name, value]) => textOf(value) !== textOf(body[name as keyof SuspendedBody]),
  );
  if (changed.length > 0) return Object.fromEntries(changed);
  throw invalid('nothing_changed', '', 'Change something; to try it as it is, recycle it.');
}

function alike({ senderId, reason, body }: SuspenseRow, changes: Partial<SuspendedBody>): SuspenseFilter {
  return {
    sender: [senderId],
    reason: [reason],
    ...(changes.subject !== undefined && { subject: body.subject }),
    ...(changes.meter !== undefined && { meter: [body.meter] }),
  };
}

/** The same events, by what they say now. */
const after = ({ subject, meter }: Partial<SuspendedBody>): SuspenseFilter => ({
  ...(subject !== undefined && { subject }),
  ...(meter !== undefined && { meter: [meter] }),
});

function deedOf(
  { actor, now }: ServiceContext,
  { body }: SuspenseRow,
  changes: Partial<SuspendedBody>,
  note: string | null,
): SuspenseDeed {
  const pairs = Object.entries(changes).map(([name, to]) => [
    name,
    { from: textOf(body[name as keyof SuspendedBody]), to: textOf(to) },
  ]);
  return { at: now, by: actor.name, deed: 'repaired', note, changes: Object.fromEntries(pairs) };
}

const pick = (body: SuspendedBody, { ...changes }: Partial<SuspendedBody>) =>
  Object.fromEntries(Object.keys(changes).map((name) => [name, body[name as keyof SuspendedBody]]));

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(sorted(value));

const sorted = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
