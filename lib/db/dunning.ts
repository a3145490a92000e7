import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { DunningState } from '@/lib/domain/billing/dunning';
import type { CivilDate } from '@/lib/domain/period/civil-date';

/** The next accounts after one that have something overdue on a day, or are in dunning. In the order of their ids. */
export async function nextDunningAccounts(
  sql: Sql,
  today: string,
  after: string | null,
  count: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from (
       select billing_account_id as id from open_item where open_minor > 0 and due_on < $1::date and ($2::uuid is null or billing_account_id > $2)
       union select billing_account_id from dunning_case where stage > 0 and ($2::uuid is null or billing_account_id > $2)
       union select billing_account_id from payment_promise where state = 'open' and ($2::uuid is null or billing_account_id > $2)) a
     order by id limit $3`,
    [today, after, count],
  );
  return rows.map(({ id }) => id);
}

/** Accounts in dunning that owe nothing overdue any more. */
export async function listSettledCases(sql: Sql, today: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select c.billing_account_id as id from dunning_case c
     where c.stage > 0 and not exists (
       select from open_item i where i.operator_id = c.operator_id and i.billing_account_id = c.billing_account_id
         and i.open_minor > 0 and i.due_on < $1::date) order by 1`,
    [today],
  );
  return rows.map(({ id }) => id);
}

export type DunningAccountRow = {
  id: string;
  number: string;
  name: string;
  currency: string;
  language: string;
  dunningState: DunningState;
  customer: { id: string; name: string; email: string | null; customerGroup: string };
  round: number;
  stage: number;
  stageOn: CivilDate | null;
  pausedUntil: CivilDate | null;
  pauseReason: string | null;
  pausedBy: string | null;
};

/** An account's case, made at first use and held until the transaction ends: whoever duns or pauses it takes turns. */
export async function lockDunningAccount(
  sql: Sql,
  operatorId: string,
  billingAccountId: string,
): Promise<DunningAccountRow | null> {
  await sql.query(
    `insert into dunning_case (operator_id, billing_account_id)
     select a.operator_id, a.id from billing_account a where a.operator_id = $1::uuid and a.id = $2::uuid on conflict do nothing`,
    [operatorId, billingAccountId],
  );
  await sql.query('select 1 from dunning_case where billing_account_id = $1::uuid for update', [
    billingAccountId,
  ]);
  return findDunningAccount(sql, billingAccountId);
}

/** By the account's id or number; an account that was never dunned stands at its beginning. */
export async function findDunningAccount(sql: Sql, idOrNumber: string): Promise<DunningAccountRow | null> {
  const [row] = await sql.query<DunningAccountRow>(
    `select a.id, a.number, a.name, a.currency, a.language, a.dunning_state as "dunningState",
       json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'customerGroup', c.customer_group) as customer,
       coalesce(d.round, 1) as round, coalesce(d.stage, 0) as stage, d.stage_on as "stageOn", d.paused_until as "pausedUntil",
       d.pause_reason as "pauseReason", d.paused_by as "pausedBy"
     from billing_account a
     join party c on c.operator_id = a.operator_id and c.id = a.customer_id
     left join dunning_case d on d.operator_id = a.operator_id and d.billing_account_id = a.id
     where a.id = $1::uuid or a.number = $2 limit 1`,
    [uuidOrNull(idOrNumber), idOrNumber],
  );
  return row ?? null;
}

export type OpenBillRow = {
  billId: string;
  number: string;
  dueOn: CivilDate;
  openMinor: bigint;
  disputedMinor: bigint;
};

/** What of an account's bills is open and has been due, the oldest first. */
export const listOverdueBills = (sql: Sql, billingAccountId: string, today: string): Promise<OpenBillRow[]> =>
  sql.query<OpenBillRow>(
    `select i.bill_id as "billId", b.number, i.due_on as "dueOn", i.open_minor as "openMinor", i.disputed_minor as "disputedMinor"
     from open_item i
     join claim b on b.operator_id = i.operator_id and b.billing_account_id = i.billing_account_id and b.id = i.bill_id
     where i.billing_account_id = $1::uuid and i.open_minor > 0 and i.due_on < $2::date order by i.due_on, b.number`,
    [billingAccountId, today],
  );

export async function saveDunningStage(
  sql: Sql,
  billingAccountId: string,
  { stage, stageOn, state }: { stage: number; stageOn: string; state: DunningState },
): Promise<void> {
  await sql.query(
    'update dunning_case set stage = $2, stage_on = $3::date where billing_account_id = $1::uuid',
    [billingAccountId, stage, stageOn],
  );
  await sql.query(
    'update billing_account set dunning_state = $2 where id = $1::uuid and dunning_state <> $2',
    [billingAccountId, state],
  );
}

/** The round is over; the next begins with the first stage. */
export async function endDunningRound(sql: Sql, billingAccountId: string): Promise<void> {
  await sql.query(
    `update dunning_case set stage = 0, stage_on = null, round = round + 1, paused_until = null, pause_reason = null, paused_by = null
     where billing_account_id = $1::uuid`,
    [billingAccountId],
  );
  await sql.query(
    `update billing_account set dunning_state = 'none' where id = $1::uuid and dunning_state <> 'none'`,
    [billingAccountId],
  );
}

export const savePause = (
  sql: Sql,
  billingAccountId: string,
  { until, reason, by }: { until: string | null; reason: string | null; by: string | null },
): Promise<unknown> =>
  sql.query(
    'update dunning_case set paused_until = $2::date, pause_reason = $3, paused_by = $4 where billing_account_id = $1::uuid',
    [billingAccountId, until, reason, by],
  );

export type DunnedAccountRow = {
  id: string;
  number: string;
  name: string;
  customer: { slug: string; name: string };
  currency: string;
  dunningState: DunningState;
  stage: number;
  stageOn: string | null;
  oldestDueOn: string;
  overdueMinor: bigint;
  disputedMinor: bigint;
  pausedUntil: string | null;
  promisedUntil: string | null;
};

/** Accounts with something overdue on a day, the most money first; filters `stage` (0: none yet), `hold` (`paused`, `promised`), `currency`. */
export function listDunnedRows(sql: Sql, query: ListQuery, today: string): Promise<Page<DunnedAccountRow>> {
  const { filters, q } = query;
  return readPage(
    sql,
    {
      select: `select a.id, a.number, a.name, json_build_object('slug', c.slug, 'name', c.name) as customer, a.currency,
          a.dunning_state as "dunningState", coalesce(d.stage, 0) as stage, d.stage_on as "stageOn", i.oldest as "oldestDueOn",
          i.overdue as "overdueMinor", i.disputed as "disputedMinor",
          case when d.paused_until >= $1::date then d.paused_until end as "pausedUntil",
          p.until_on as "promisedUntil"
        from (select billing_account_id, min(due_on) as oldest, sum(open_minor)::int8 as overdue,
                sum(least(greatest(disputed_minor, 0), open_minor))::int8 as disputed
              from open_item where open_minor > 0 and due_on < $1::date group by 1) i
        join billing_account a on a.id = i.billing_account_id
        join party c on c.operator_id = a.operator_id and c.id = a.customer_id
        left join dunning_case d on d.operator_id = a.operator_id and d.billing_account_id = a.id
        left join lateral (select max(until_on) as until_on from payment_promise m
          where m.operator_id = a.operator_id and m.billing_account_id = a.id and m.state = 'open' and m.until_on >= $1::date) p on true
        where (cardinality($2::int[]) = 0 or coalesce(d.stage, 0) = any($2))
          and (cardinality($3::text[]) = 0 or 'paused' = any($3) and d.paused_until >= $1::date or 'promised' = any($3) and p.until_on is not null)
          and (cardinality($4::text[]) = 0 or a.currency = any($4))
          and ($5 = '' or a.number ilike $6 or a.name ilike $6 or c.name ilike $6)`,
      params: [
        today,
        (filters.stage ?? []).map(stageOrNone),
        filters.hold ?? [],
        filters.currency ?? [],
        q,
        containing(q),
      ],
      sortable: {
        overdue: { column: '"overdueMinor"', type: 'int8' },
        oldest: { column: '"oldestDueOn"', type: 'date' },
      },
      defaultSort: { id: 'overdue', descending: true },
    },
    query,
  );
}

/** No stage has four digits: what is none finds nothing, and fits the column. */
const stageOrNone = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : -1);

/** By stage and currency: how many accounts have something overdue, and how much of it is not disputed. */
export const sumDunning = (
  sql: Sql,
  today: string,
): Promise<{ stage: number; currency: string; accounts: number; claimMinor: bigint }[]> =>
  sql.query(
    `select coalesce(d.stage, 0) as stage, i.currency, count(distinct i.billing_account_id)::int as accounts,
       sum(greatest(i.open_minor - greatest(i.disputed_minor, 0), 0))::int8 as "claimMinor"
     from open_item i
     left join dunning_case d on d.operator_id = i.operator_id and d.billing_account_id = i.billing_account_id
     where i.open_minor > 0 and i.due_on < $1::date group by 1, 2 order by 1, 2`,
    [today],
  );

export async function findSweep(sql: Sql, on: string): Promise<{ finishedAt: string } | null> {
  const [row] = await sql.query<{ finishedAt: string }>(
    'select finished_at as "finishedAt" from dunning_sweep where swept_on = $1::date',
    [on],
  );
  return row ?? null;
}

export const insertSweep = (
  sql: Sql,
  operatorId: string,
  { on, accounts, notices, at }: { on: string; accounts: number; notices: number; at: string },
): Promise<unknown> =>
  sql.query(
    `insert into dunning_sweep (operator_id, swept_on, accounts, notices, finished_at) values ($1::uuid, $2::date, $3, $4, $5::timestamptz)
     on conflict (operator_id, swept_on) do nothing`,
    [operatorId, on, accounts, notices, at],
  );

export async function lastSweep(sql: Sql): Promise<{ on: string; accounts: number; notices: number } | null> {
  const [row] = await sql.query<{ on: string; accounts: number; notices: number }>(
    'select swept_on as "on", accounts, notices from dunning_sweep order by swept_on desc limit 1',
  );
  return row ?? null;
}
