import type { Sql } from '@/lib/db/tenant';

export type AccrualSpec = { id: string; name: string; anchorOn: string; frequency: string; timeZone: string };

export const listCycleSpecs = (sql: Sql): Promise<AccrualSpec[]> =>
  sql.query(
    `select id, name, anchor_on as "anchorOn", frequency, time_zone as "timeZone" from cycle_spec order by id`,
  );

/** The next active accounts of a rhythm by id. */
export const listSpecAccounts = async (
  sql: Sql,
  specId: string,
  after: string | null,
  limit: number,
): Promise<string[]> => {
  const rows = await sql.query<{ id: string }>(
    `select id from billing_account
     where cycle_spec_id = $1::uuid and state = 'active' and ($2::uuid is null or id > $2) order by id limit $3`,
    [specId, after, limit],
  );
  return rows.map(({ id }) => id);
};

export type AccrualRow = {
  partyId: string;
  cycleSpecId: string;
  periodFrom: string;
  periodTo: string;
  currency: string;
  accounts: number;
  billedMinor: bigint;
  shareMinor: bigint;
};

/** All of them anew: what no account earns any more is gone. */
export async function replaceAccruals(
  sql: Sql,
  operatorId: string,
  rows: readonly AccrualRow[],
  computedAt: string,
): Promise<void> {
  await sql.query('delete from partner_accrual where operator_id = $1::uuid', [operatorId]);
  await sql.query(
    `insert into partner_accrual (operator_id, party_id, cycle_spec_id, period_from, period_to, currency, accounts,
       billed_minor, share_minor, computed_at)
     select $1::uuid, r."partyId", r."cycleSpecId", r."periodFrom", r."periodTo", r.currency, r.accounts,
       r."billedMinor", r."shareMinor", $3::timestamptz
     from jsonb_to_recordset($2::jsonb) as r("partyId" uuid, "cycleSpecId" uuid, "periodFrom" date, "periodTo" date,
       currency text, accounts int, "billedMinor" int8, "shareMinor" int8)`,
    [
      operatorId,
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      computedAt,
    ],
  );
}

export const readAccruals = (
  sql: Sql,
  partyId: string,
): Promise<(AccrualRow & { cycle: string; computedAt: string })[]> =>
  sql.query(
    `select x.party_id as "partyId", x.cycle_spec_id as "cycleSpecId", s.name as cycle, x.period_from as "periodFrom",
       x.period_to as "periodTo", x.currency, x.accounts, x.billed_minor as "billedMinor",
       x.share_minor as "shareMinor", x.computed_at as "computedAt"
     from partner_accrual x
     join cycle_spec s on s.operator_id = x.operator_id and s.id = x.cycle_spec_id
     where x.party_id = $1::uuid order by x.period_to, s.name, x.currency`,
    [partyId],
  );
