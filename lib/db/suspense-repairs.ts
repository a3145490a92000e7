import { type SuspenseFilter, waitingWhere } from '@/lib/db/suspense-filter';
import type { SuspenseDeed } from '@/lib/db/suspense-reads';
import type { Sql } from '@/lib/db/tenant';
import type { SuspendedBody } from '@/lib/db/usage-suspense';

/**
 * Changes the copy of waiting events that is tried from now on; what came stays as it came. Answers their ids, at most
 * `limit + 1` of them.
 */
export async function repairWaiting(
  sql: Sql,
  filter: SuspenseFilter,
  changes: Partial<SuspendedBody>,
  deed: SuspenseDeed,
): Promise<string[]> {
  const { where, params } = waitingWhere(filter);
  const at = params.length;
  const rows = await sql.query<{ id: string }>(
    `update usage_suspense w
     set repaired_body = coalesce(w.repaired_body, w.body) || $${at + 1}::jsonb,
         subject = coalesce($${at + 1}::jsonb ->> 'subject', w.subject),
         meter = coalesce($${at + 1}::jsonb ->> 'meter', w.meter),
         quantity = coalesce(($${at + 1}::jsonb ->> 'quantity')::numeric, w.quantity),
         history = w.history || $${at + 2}::jsonb
     where ${where} returning w.id`,
    [...params, JSON.stringify(changes), JSON.stringify([deed])],
  );
  return rows.map(({ id }) => id);
}

/** Ends the wait of events by a person's decision; they stay on record with it. Answers how many. */
export async function endWaiting(
  sql: Sql,
  filter: SuspenseFilter,
  outcome: 'dismissed' | 'replaced',
  deed: SuspenseDeed,
): Promise<number> {
  const { where, params } = waitingWhere(filter);
  const at = params.length;
  const rows = await sql.query(
    `update usage_suspense w
     set recycled_at = $${at + 1}::timestamptz, outcome = $${at + 2}, history = w.history || $${at + 3}::jsonb
     where ${where} returning w.id`,
    [...params, deed.at, outcome, JSON.stringify([deed])],
  );
  return rows.length;
}

/** Writes down what somebody did, beside what comes of it. */
export async function noteDeed(sql: Sql, ids: readonly string[], deed: SuspenseDeed): Promise<void> {
  await sql.query(
    'update usage_suspense w set history = w.history || $2::jsonb where w.id = any($1::uuid[])',
    [ids, JSON.stringify([deed])],
  );
}

export type TakenVersion = {
  subject: string;
  meter: string;
  quantity: string;
  occurredAt: string;
  receivedAt: string;
  attributes: Record<string, string>;
  periodFrom: string;
  accountNumber: string;
  isReversed: boolean;
};

/**
 * The event that was taken under a key, for the sender's own usage (`supplierId` null: anybody's). Looked for at the products that
 * answer to `subject`, then among what was received around the time that its id (UUIDv7) says.
 */
export async function findTakenVersion(
  sql: Sql,
  key: { source: string; eventId: string; supplierId: string | null; subject: string },
): Promise<TakenVersion | null> {
  const [taken] = await sql.query<{ usageId: string | null }>(
    `select k.usage_id as "usageId" from usage_key k
     where k.operator_id = (select scope_id('app.operator')) and k.source = $1 and k.event_id = $2
       and ($3::uuid is null or k.supplier_id = $3) order by k.usage_id limit 1`,
    [key.source, key.eventId, key.supplierId],
  );
  if (!taken?.usageId) return null;
  const receivedMs = Number.parseInt(taken.usageId.replaceAll('-', '').slice(0, 12), 16);
  for (const [where, values] of [
    ['p.reference = $2', [key.subject]],
    [
      'e.received_at between $2::timestamptz and $3::timestamptz',
      [receivedMs - DAY_MS, receivedMs + DAY_MS].map((ms) => new Date(ms).toISOString()),
    ],
  ] as const) {
    const [found] = await sql.query<TakenVersion>(`${TAKEN_VERSION} and ${where} limit 1`, [
      taken.usageId,
      ...values,
    ]);
    if (found) return found;
  }
  return null;
}

const DAY_MS = 86_400_000;

const TAKEN_VERSION = `
  select p.reference as subject, m.key as meter, trim_scale(e.quantity)::text as quantity, e.occurred_at as "occurredAt",
    e.received_at as "receivedAt", e.attributes, e.period_from as "periodFrom", a.number as "accountNumber",
    exists (select from usage_event x where x.operator_id = e.operator_id
            and x.billing_account_id = e.billing_account_id and x.reverses_id = e.id) as "isReversed"
  from usage_event e
  join product p on p.operator_id = e.operator_id and p.billing_account_id = e.billing_account_id and p.id = e.product_id
  join meter m on m.operator_id = e.operator_id and m.id = e.meter_id
  join billing_account a on a.operator_id = e.operator_id and a.id = e.billing_account_id
  where e.operator_id = (select scope_id('app.operator')) and e.id = $1::uuid`;
