import { NO_CONDITIONS, payingAgreement } from '@/lib/db/payout-conditions';
import type { Sql } from '@/lib/db/tenant';

/**
 * One payout in `preparing` for every partner with an open entry up to the run's day, in the currency of the agreement in which it is
 * paid: the one with the operator before one with a reseller, the latest signed first. Answers how many.
 */
export async function insertDuePayouts(
  sql: Sql,
  operatorId: string,
  run: { id: string; throughOn: string; preparedById: string },
  now: string,
): Promise<number> {
  const rows = await sql.query(
    `insert into payout (operator_id, id, run_id, party_id, agreement_id, currency, through_on, state, conditions, prepared_by_ids, created_at)
     select $1::uuid, gen_random_uuid(), $2::uuid, d.party_id, a.id, coalesce(a.currency, o.currency), $3::date, 'preparing',
       coalesce(a.conditions, ${NO_CONDITIONS}), array[$4], $5::timestamptz
     from operator o
     cross join (select party_id from payable_total group by party_id having sum(entries) > 0) d
     left join lateral (${payingAgreement('d.party_id', '$3::date')}) a on true
     where o.id = $1::uuid and d.party_id <> o.party_id
       and exists (select from payable_entry e where e.operator_id = o.id and e.party_id = d.party_id
                   and e.payout_id is null and e.booked_on <= $3::date)
     on conflict (operator_id, run_id, party_id) do nothing
     returning id`,
    [operatorId, run.id, run.throughOn, run.preparedById, now],
  );
  return rows.length;
}

/** Payouts that are to be prepared and in nobody else's hand, held until the transaction ends. */
export async function takePayoutsToPrepare(sql: Sql, runId: string, count: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from payout where run_id = $1::uuid and state = 'preparing' order by id limit $2 for update skip locked`,
    [runId, count],
  );
  return rows.map(({ id }) => id);
}

/**
 * Gives the payouts every open entry of their parties up to their day, and the statements carried to them, and keeps the sums. One statement, however many entries. Two runs
 * at once queue at their parties' rows, in one order, so that each entry is taken once and nobody waits in a circle.
 */
export async function takeEntries(sql: Sql, payoutIds: readonly string[]): Promise<void> {
  await sql.query(
    `select from party y where (y.operator_id, y.id) in (
       select p.operator_id, p.party_id from payout p where p.id = any($1::uuid[])) order by y.id for no key update`,
    [payoutIds],
  );
  // The moved rows are kept twice for the triggers, and once for the sums: beyond this they go through files (200,000 entries: 5.6 s, not 2.9).
  await sql.query(`select set_config('work_mem', '32MB', true)`);
  await sql.query(
    `with taken as (
       update payable_entry e set payout_id = p.id, payout_minor = case when e.currency = p.currency then e.amount_minor end
       from payout p
       where p.id = any($1::uuid[]) and e.operator_id = p.operator_id and e.party_id = p.party_id and e.payout_id is null
         and e.booked_on <= p.through_on
       returning e.operator_id, e.payout_id, e.party_id, e.currency, e.event, e.amount_minor, e.payout_minor)
     insert into payout_sum as s (operator_id, payout_id, party_id, currency, event, entries, amount_minor, payout_minor)
     select operator_id, payout_id, party_id, currency, event, count(*), sum(amount_minor), coalesce(sum(payout_minor), 0)
     from taken group by operator_id, payout_id, party_id, currency, event
     on conflict (operator_id, payout_id, currency, event) do update set entries = s.entries + excluded.entries,
       amount_minor = s.amount_minor + excluded.amount_minor, payout_minor = s.payout_minor + excluded.payout_minor`,
    [payoutIds],
  );
  await sql.query(
    `update payout c set carried_to_id = p.id from payout p
     where p.id = any($1::uuid[]) and c.operator_id = p.operator_id and c.party_id = p.party_id and c.state = 'carried'
       and c.carried_to_id is null and c.through_on <= p.through_on
       and exists (select from payout_sum s where s.operator_id = p.operator_id and s.payout_id = p.id)`,
    [payoutIds],
  );
}

export type PayoutToCompute = {
  id: string;
  partyId: string;
  agreementId: string | null;
  currency: string;
  throughOn: string;
  conditions: StoredConditions;
  sums: { currency: string; event: string; entries: bigint; amountMinor: bigint; payoutMinor: bigint }[];
  /** What the carried statements before it left to be taxed, and to keep back the reserve of, by currency. */
  carried: { currency: string; taxableMinor: bigint; reservableMinor: bigint }[];
};

/** As agreed when the payout was prepared; amounts as text, because JSON has no bigint. */
export type StoredConditions = {
  minimumMinor: string;
  feeMinor: string;
  feePpm: number;
  reservePpm: number;
  reserveDays: number;
  role: 'principal' | 'agent' | null;
  selfBilling: boolean;
};

/** What payouts are computed from: sums alone, so that the entries are not read again. */
export async function readPayoutsToCompute(
  sql: Sql,
  payoutIds: readonly string[],
): Promise<PayoutToCompute[]> {
  const payouts = await sql.query<Omit<PayoutToCompute, 'sums' | 'carried'>>(
    `select p.id, p.party_id as "partyId", p.agreement_id as "agreementId", p.currency::text as currency, p.through_on as "throughOn",
       p.conditions
     from payout p where p.id = any($1::uuid[]) order by p.id`,
    [payoutIds],
  );
  const carried = await sql.query<PayoutToCompute['carried'][number] & { payoutId: string }>(
    `select carried_to_id as "payoutId", currency::text as currency, sum(taxable_minor)::int8 as "taxableMinor",
       sum(reservable_minor)::int8 as "reservableMinor"
     from payout where carried_to_id = any($1::uuid[]) group by carried_to_id, currency order by carried_to_id, currency`,
    [payoutIds],
  );
  const sums = await sql.query<PayoutToCompute['sums'][number] & { payoutId: string }>(
    `select payout_id as "payoutId", currency::text as currency, event, entries, amount_minor as "amountMinor", payout_minor as "payoutMinor"
     from payout_sum where payout_id = any($1::uuid[]) order by payout_id, currency, event`,
    [payoutIds],
  );
  return payouts.map((payout) => ({
    ...payout,
    sums: sums.filter(({ payoutId }) => payoutId === payout.id),
    carried: carried.filter(({ payoutId }) => payoutId === payout.id),
  }));
}

export type ConvertedGroup = {
  payoutId: string;
  partyId: string;
  currency: string;
  rate: string;
  source: string;
  validOn: string;
  amountMinor: bigint;
  payoutMinor: bigint;
  /** Minor units of the payout's currency for one of the group's, exactly: `factor` × 10^−`scale`. */
  factor: bigint;
  scale: number;
};

/**
 * Keeps the rate and shares the group's converted sum among its entries by largest remainder, so that the rows are it to the minor unit:
 * each gets the floor of its exact amount, and those with the largest rest one more; ties go to the smaller journal and position. Answers the converted sums
 * by event.
 */
export async function convertEntries(
  sql: Sql,
  operatorId: string,
  group: ConvertedGroup,
): Promise<Map<string, bigint>> {
  const { payoutId, partyId, currency, rate, source, validOn, amountMinor, payoutMinor, factor, scale } =
    group;
  await sql.query(
    `insert into payout_rate (operator_id, payout_id, party_id, currency, rate, source, valid_on, amount_minor, payout_minor)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5::numeric, $6, $7::date, $8, $9)
     on conflict (operator_id, payout_id, currency) do update set rate = excluded.rate, source = excluded.source,
       valid_on = excluded.valid_on, amount_minor = excluded.amount_minor, payout_minor = excluded.payout_minor`,
    [operatorId, payoutId, partyId, currency, rate, source, validOn, amountMinor, payoutMinor],
  );
  await sql.query(
    `with exact as (
       select operator_id, billing_account_id, journal_id, position, amount_minor * $3::numeric / 10::numeric ^ $4::int as amount
       from payable_entry where payout_id = $1::uuid and currency = $2),
     ranked as (
       select *, row_number() over (order by amount - floor(amount) desc, journal_id, position) as rank, sum(floor(amount)) over () as floored
       from exact)
     update payable_entry e set payout_minor = floor(r.amount) + case when r.rank <= $5::int8 - r.floored then 1 else 0 end
     from ranked r
     where e.operator_id = r.operator_id and e.billing_account_id = r.billing_account_id and e.journal_id = r.journal_id
       and e.position = r.position`,
    [payoutId, currency, factor, scale, payoutMinor],
  );
  const sums = await sql.query<{ event: string; payoutMinor: bigint }>(
    `update payout_sum s set payout_minor = d.payout_minor
     from (select event, sum(payout_minor)::int8 as payout_minor from payable_entry
           where payout_id = $1::uuid and currency = $2 group by event) d
     where s.payout_id = $1::uuid and s.currency = $2 and s.event = d.event
     returning s.event, s.payout_minor as "payoutMinor"`,
    [payoutId, currency],
  );
  return new Map(sums.map((sum) => [sum.event, sum.payoutMinor]));
}

export type PreparedPayout = {
  id: string;
  state: 'review' | 'cancelled';
  entries: bigint;
  balanceMinor: bigint;
  feeMinor: bigint;
  reserveMinor: bigint;
  taxMinor: bigint;
  carriedMinor: bigint;
  amountMinor: bigint;
  taxableMinor: bigint;
  reservableMinor: bigint;
  reserveUntilOn: string | null;
  document: unknown;
  issues: readonly unknown[];
  steps: readonly unknown[];
};

export async function savePreparedPayouts(
  sql: Sql,
  payouts: readonly PreparedPayout[],
  preparedAt: string,
): Promise<void> {
  await sql.query(
    `update payout p set state = d.state, entries = d.entries, balance_minor = d.balance_minor, fee_minor = d.fee_minor,
       reserve_minor = d.reserve_minor, tax_minor = d.tax_minor, carried_minor = d.carried_minor, amount_minor = d.amount_minor,
       taxable_minor = d.taxable_minor, reservable_minor = d.reservable_minor, reserve_until_on = d.reserve_until_on, document = d.document, issues = d.issues, steps = d.steps,
       prepared_at = $2::timestamptz
     from jsonb_to_recordset($1::jsonb) as d(id uuid, state text, entries int8, balance_minor int8, fee_minor int8, reserve_minor int8,
       tax_minor int8, carried_minor int8, amount_minor int8, taxable_minor int8, reservable_minor int8, reserve_until_on date, document jsonb, issues jsonb, steps jsonb)
     where p.id = d.id`,
    [JSON.stringify(payouts.map(recordOf), bigintAsText), preparedAt],
  );
}

const recordOf = (payout: PreparedPayout) => ({
  id: payout.id,
  state: payout.state,
  entries: payout.entries,
  balance_minor: payout.balanceMinor,
  fee_minor: payout.feeMinor,
  reserve_minor: payout.reserveMinor,
  tax_minor: payout.taxMinor,
  carried_minor: payout.carriedMinor,
  amount_minor: payout.amountMinor,
  taxable_minor: payout.taxableMinor,
  reservable_minor: payout.reservableMinor,
  reserve_until_on: payout.reserveUntilOn,
  document: payout.document,
  issues: payout.issues,
  steps: payout.steps,
});

const bigintAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

/** Gives the entries of payouts back to whoever pays next, and ends the payouts. */
export async function cancelPayouts(sql: Sql, payoutIds: readonly string[]): Promise<void> {
  await sql.query(
    'update payable_entry set payout_id = null, payout_minor = null where payout_id = any($1::uuid[])',
    [payoutIds],
  );
  await sql.query('update payout set carried_to_id = null where carried_to_id = any($1::uuid[])', [
    payoutIds,
  ]);
  await sql.query(`update payout set state = 'cancelled' where id = any($1::uuid[])`, [payoutIds]);
}
