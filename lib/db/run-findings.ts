import type { Sql } from '@/lib/db/tenant';

export type FindingGroupRow = {
  code: string;
  severity: 'error' | 'warning' | 'info';
  accounts: number;
  held: number;
  /** Σ of the magnitudes at stake, in major units, by currency. */
  stakes: { currency: string; amount: string }[];
};

/** What the checks found, one row a code and severity. Reads only accounts with findings. */
export const groupRunFindings = (sql: Sql, runId: string): Promise<FindingGroupRow[]> =>
  sql.query<FindingGroupRow>(
    `with found as (
       select i.issue->>'code' as code, i.issue->>'severity' as severity, a.currency, r.billing_account_id as id,
         r.state = 'held' as held, abs((i.issue->>'amountAtStake')::numeric) as stake
       from bill_run_account r
       join billing_account a on a.operator_id = r.operator_id and a.id = r.billing_account_id
       cross join lateral jsonb_array_elements(r.issues) as i(issue)
       where r.run_id = $1::uuid and r.issues <> '[]'),
     stakes as (
       select code, severity, currency, sum(stake) as amount from found where stake > 0 group by 1, 2, 3)
     select f.code, f.severity, count(distinct f.id)::int as accounts,
       count(distinct f.id) filter (where f.held)::int as held,
       coalesce((
         select json_agg(json_build_object('currency', s.currency, 'amount', s.amount::text) order by s.amount desc)
         from stakes s where s.code = f.code and s.severity = f.severity), '[]') as stakes
     from found f group by f.code, f.severity
     order by array_position(array['error', 'warning', 'info'], f.severity),
       max(f.stake) desc nulls last, count(*) desc, f.code`,
    [runId],
  );
