import type { Sql } from '@/lib/db/tenant';
import type { ExpectationState, LatePolicy } from '@/lib/domain/billing/partner-bill/expectation';

/**
 * Which partners bill a cycle themselves, under which agreement, as `cycle_id, partner_id, agreement_id, due_at`: partners that rate
 * by themselves or send files, with a signed agreement that covers the cycle's last day, and with accounts of the cycle mapped to
 * them or a bill in one of the three cycles before. This is the one place that says who owes what.
 */
const OWING = `
  select c.id as cycle_id, p.id as partner_id, g.id as agreement_id, c.cut_off_at as due_at
  from billing_cycle c
  join party p on p.operator_id = c.operator_id and p.kind = 'partner' and p.state = 'active'
    and p.rating_mode in ('partner', 'file')
  join operator o on o.id = c.operator_id
  cross join lateral (
    select a.id from agreement a
    where a.operator_id = c.operator_id and a.payer_id = o.party_id and a.partner_id = p.id
      and a.signed_at is not null and a.valid_from < c.period_to
      and (a.valid_to is null or a.valid_to >= c.period_to)
    order by a.version desc limit 1) g
  where (exists (
      select from account_mapping m
      join billing_account b on b.operator_id = m.operator_id and b.id = m.billing_account_id
      where m.operator_id = c.operator_id and m.partner_id = p.id and b.cycle_spec_id = c.spec_id)
    or exists (
      select from billing_cycle e
      join partner_bill b on b.operator_id = e.operator_id and b.cycle_id = e.id and b.partner_id = p.id
        and b.state = 'accepted' and b.lines_accepted > 0
      where e.operator_id = c.operator_id and e.spec_id = c.spec_id and e.n between c.n - 3 and c.n - 1))`;

/** Partners whose bill a cycle (alias `c`) waits for, whether or not it has ended: a condition on `y`, a party. */
export const OWES_CYCLE = `
  (exists (
    select from partner_expectation x where x.operator_id = c.operator_id and x.cycle_id = c.id and x.partner_id = y.id
      and x.state not in ('received', 'waived'))
  or c.state not in ('issued', 'closed')
  and not exists (
    select from partner_expectation x where x.operator_id = c.operator_id and x.cycle_id = c.id and x.partner_id = y.id)
  and not exists (
    select from partner_bill q where q.operator_id = c.operator_id and q.cycle_id = c.id and q.partner_id = y.id
      and q.state in ('validated', 'accepted'))
  and exists (select from (${OWING}) w where w.cycle_id = c.id and w.partner_id = y.id))`;

/** A bill is there when it waits for a decision or is accepted; once somebody has decided otherwise, only when it is accepted. */
const CAME = `exists (
  select from partner_bill r where r.operator_id = e.operator_id and r.cycle_id = e.cycle_id and r.partner_id = e.partner_id
    and (r.state = 'accepted' or r.state = 'validated' and e.state in ('expected', 'held', 'received')))`;

/** Whether bills of a cycle (alias `c`) are still to be issued: a cycle that is issued may have held ones left. */
const IS_OPEN = `(c.state not in ('issued', 'closed') or exists (
  select from billing_cycle_chunk k where k.operator_id = c.operator_id and k.cycle_id = c.id
  having sum(k.drafts + k.held + k.approved) > 0))`;

export type ExpectationKey = { cycleId: string; partnerId: string };
export type OpenedExpectation = ExpectationKey & { dueAt: string };

/**
 * Writes down what partners owe the cycles that have ended and are not issued (or one of them); what is written already stays.
 * Answers the new ones.
 */
export const openExpectations = (
  sql: Sql,
  operatorId: string,
  { now, cycleId = null }: { now: string; cycleId?: string | null },
): Promise<OpenedExpectation[]> =>
  sql.query<OpenedExpectation>(
    `insert into partner_expectation (operator_id, cycle_id, partner_id, agreement_id, due_at)
     select $1::uuid, w.cycle_id, w.partner_id, w.agreement_id, w.due_at
     from (${OWING} and c.to_at <= $2::timestamptz and c.state not in ('issued', 'closed')
       and ($3::uuid is null or c.id = $3::uuid)) w
     on conflict do nothing
     returning cycle_id as "cycleId", partner_id as "partnerId", due_at as "dueAt"`,
    [operatorId, now, cycleId],
  );

/**
 * Notes that partners' bills are there, or not any more, by the bills as they are; a bill that nobody expects is no matter. To be
 * called with its cycle and partner whenever a bill was received, decided about or judged again, in that transaction.
 */
export const noteReceivedBill = (
  sql: Sql,
  { cycleId = null, partnerId = null }: { cycleId?: string | null; partnerId?: string | null },
): Promise<unknown> =>
  sql.query(
    `update partner_expectation e
     set state = case when e.state = 'received' then 'expected' else 'received' end
     where ($1::uuid is null or e.cycle_id = $1::uuid) and ($2::uuid is null or e.partner_id = $2::uuid)
       and (e.state = 'received') <> ${CAME}`,
    [cycleId, partnerId],
  );

export type LateExpectation = ExpectationKey & { dueAt: string; latePolicy: LatePolicy };

/**
 * Bills that have not come by their cut-off and are undecided, held by this transaction; another one passes them by. Where every bill
 * of the cycle is out, what comes can only go on the next one.
 */
export const takeLate = (
  sql: Sql,
  { now, cycleId = null }: { now: string; cycleId?: string | null },
): Promise<LateExpectation[]> =>
  sql.query<LateExpectation>(
    `select e.cycle_id as "cycleId", e.partner_id as "partnerId", e.due_at as "dueAt",
       case when ${IS_OPEN} then g.late_policy else 'carry_over' end as "latePolicy"
     from partner_expectation e
     join agreement g on g.operator_id = e.operator_id and g.id = e.agreement_id
     join billing_cycle c on c.operator_id = e.operator_id and c.id = e.cycle_id
     where e.state = 'expected' and e.due_at <= $1::timestamptz and ($2::uuid is null or e.cycle_id = $2::uuid)
     order by e.due_at, e.cycle_id, e.partner_id for update of e skip locked`,
    [now, cycleId],
  );

export type ExpectationDecision = { state: ExpectationState; at: string; by: string; reason: string | null };

export async function decideExpectationRow(
  sql: Sql,
  { cycleId, partnerId }: ExpectationKey,
  { state, at, by, reason }: ExpectationDecision,
): Promise<void> {
  await sql.query(
    `update partner_expectation set state = $3, decided_at = $4::timestamptz, decided_by = $5, reason = $6
     where cycle_id = $1::uuid and partner_id = $2::uuid`,
    [cycleId, partnerId, state, at, by, reason],
  );
}

export type RemindableExpectation = ExpectationKey & {
  dueAt: string;
  reminders: number;
  partnerName: string;
  partnerEmail: string | null;
  cycleName: string;
  from: string;
  to: string;
  timeZone: string;
};

/** Bills that are still expected and due by `until`, held by this transaction. */
export const takeRemindable = (
  sql: Sql,
  { now, until }: { now: string; until: string },
): Promise<RemindableExpectation[]> =>
  sql.query<RemindableExpectation>(
    `select e.cycle_id as "cycleId", e.partner_id as "partnerId", e.due_at as "dueAt", e.reminders,
       p.name as "partnerName", p.email as "partnerEmail", s.name as "cycleName", c.period_from as from,
       c.period_to as to, s.time_zone as "timeZone"
     from partner_expectation e
     join party p on p.operator_id = e.operator_id and p.id = e.partner_id
     join billing_cycle c on c.operator_id = e.operator_id and c.id = e.cycle_id
     join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
     where e.state = 'expected' and e.due_at > $1::timestamptz and e.due_at <= $2::timestamptz
     order by e.due_at, e.cycle_id, e.partner_id for update of e skip locked`,
    [now, until],
  );

export async function markReminded(
  sql: Sql,
  { cycleId, partnerId }: ExpectationKey,
  { reminders, at }: { reminders: number; at: string },
): Promise<void> {
  await sql.query(
    `update partner_expectation set reminders = $3, reminded_at = $4::timestamptz
     where cycle_id = $1::uuid and partner_id = $2::uuid`,
    [cycleId, partnerId, reminders, at],
  );
}

export type ExpectationRow = {
  /** `open`: some of its bills are not issued. */
  cycle: { id: string; name: string; from: string; to: string; open: boolean; timeZone: string };
  partner: { id: string; slug: string; name: string };
  latePolicy: LatePolicy;
  dueAt: string;
  state: ExpectationState;
  reminders: number;
  remindedAt: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  reason: string | null;
  /** Of the cycle, mapped to the partner. */
  accounts: number;
  /** The bill that came, the one that counts first; null while there is none. */
  bill: { id: string; externalId: string; state: string } | null;
  /** What the partner's accepted bills of the last three cycles came to on average, per currency; decimal text. */
  usual: { currency: string; amount: string }[];
};

/**
 * What partners owe: of a cycle, or of a partner in all cycles as long as it owes. The most pressing first. What is owed since a
 * moment and not written down yet is there too.
 */
export const listExpectationRows = (
  sql: Sql,
  {
    cycleId = null,
    partnerId = null,
    now,
  }: { cycleId?: string | null; partnerId?: string | null; now: string },
): Promise<ExpectationRow[]> =>
  sql.query<ExpectationRow>(
    `with e as (
       select * from partner_expectation e
       where ($1::uuid is null or e.cycle_id = $1::uuid) and ($2::uuid is null or e.partner_id = $2::uuid)
       union all
       select c.operator_id, w.cycle_id, w.partner_id, w.agreement_id, w.due_at,
         case when exists (
           select from partner_bill b where b.operator_id = c.operator_id and b.cycle_id = w.cycle_id
             and b.partner_id = w.partner_id and b.state in ('validated', 'accepted')) then 'received' else 'expected' end,
         0, null, null, null, null
       from (${OWING} and ($1::uuid is null or c.id = $1::uuid) and ($2::uuid is null or p.id = $2::uuid)
         and c.to_at <= $3::timestamptz and c.state not in ('issued', 'closed')) w
       join billing_cycle c on c.id = w.cycle_id
       where not exists (
         select from partner_expectation x
         where x.operator_id = c.operator_id and x.cycle_id = w.cycle_id and x.partner_id = w.partner_id))
     ${selectExpectation('e')}
     where ($1::uuid is not null or e.state not in ('received', 'waived'))
     order by e.state in ('received', 'waived'), e.due_at, p.name, c.id limit 500`,
    [cycleId, partnerId, now],
  );

/** `lock` holds it until the transaction ends. */
export async function findExpectation(
  sql: Sql,
  { cycleId, partnerId }: ExpectationKey,
  { lock = false } = {},
): Promise<ExpectationRow | null> {
  const rows = await sql.query<ExpectationRow>(
    `${selectExpectation('partner_expectation')}
     where e.cycle_id = $1::uuid and e.partner_id = $2::uuid ${lock ? 'for update of e' : ''}`,
    [cycleId, partnerId],
  );
  return rows[0] ?? null;
}

const selectExpectation = (from: 'e' | 'partner_expectation') => `
  select json_build_object('id', c.id, 'name', s.name, 'from', c.period_from, 'to', c.period_to, 'open', ${IS_OPEN},
      'timeZone', s.time_zone) as cycle,
    json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) as partner, g.late_policy as "latePolicy",
    e.due_at as "dueAt", e.state, e.reminders, e.reminded_at as "remindedAt", e.decided_at as "decidedAt",
    e.decided_by as "decidedBy", e.reason,
    (select count(distinct m.billing_account_id)::int from account_mapping m
     join billing_account a on a.operator_id = m.operator_id and a.id = m.billing_account_id
     where m.operator_id = e.operator_id and m.partner_id = e.partner_id and a.cycle_spec_id = c.spec_id) as accounts,
    (select json_build_object('id', b.id, 'externalId', b.external_id, 'state', b.state) from partner_bill b
     where b.operator_id = e.operator_id and b.cycle_id = e.cycle_id and b.partner_id = e.partner_id
       and b.state in ('validated', 'accepted')
     order by b.state, b.received_at, b.id limit 1) as bill,
    coalesce((
      select json_agg(json_build_object('currency', u.currency, 'amount', u.amount) order by u.currency) from (
        select t.currency, trim_scale(round(sum(t.accepted) / count(distinct d.id), 2))::text as amount
        from billing_cycle d
        join partner_bill b on b.operator_id = d.operator_id and b.cycle_id = d.id and b.partner_id = e.partner_id
          and b.state = 'accepted'
        join partner_bill_total t on t.operator_id = b.operator_id and t.partner_bill_id = b.id
        where d.operator_id = c.operator_id and d.spec_id = c.spec_id and d.n between c.n - 3 and c.n - 1
        group by t.currency) u), '[]') as usual
  from ${from} e
  join billing_cycle c on c.operator_id = e.operator_id and c.id = e.cycle_id
  join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
  join party p on p.operator_id = e.operator_id and p.id = e.partner_id
  join agreement g on g.operator_id = e.operator_id and g.id = e.agreement_id`;
