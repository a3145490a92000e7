import type { Sql } from '@/lib/db/tenant';

/** Under which agreement a partner bills the operator in a cycle: the latest signed version that covers its last day. */
export async function findReceivingAgreement(
  sql: Sql,
  partnerId: string,
  cycleId: string,
): Promise<{ id: string } | null> {
  const rows = await sql.query<{ id: string }>(
    `select g.id from agreement g
     join operator o on o.id = g.operator_id and o.party_id = g.payer_id
     join billing_cycle c on c.operator_id = g.operator_id and c.id = $2::uuid
     where g.partner_id = $1::uuid and g.signed_at is not null and g.valid_from < c.period_to
       and (g.valid_to is null or g.valid_to >= c.period_to)
     order by g.version desc limit 1`,
    [partnerId, cycleId],
  );
  return rows[0] ?? null;
}

export type ReceivingTerms = {
  maxChargeAgeMonths: number;
  /** `mapped`: services and tax codes that are not mapped wait. */
  servicePolicy: 'any' | 'mapped';
  acceptance: 'automatic' | 'whole' | 'by_person';
  /** How far a total may be from those of the last cycles: 50 is half as much again, or half as little. */
  changeTolerancePercent: string;
  periodFrom: string;
  periodTo: string;
};

export async function findReceivingTerms(
  sql: Sql,
  agreementId: string,
  cycleId: string,
): Promise<ReceivingTerms> {
  const rows = await sql.query<ReceivingTerms>(
    `select g.max_charge_age_months as "maxChargeAgeMonths", g.service_policy as "servicePolicy",
       g.acceptance, g.change_tolerance_percent::text as "changeTolerancePercent",
       c.period_from as "periodFrom", c.period_to as "periodTo"
     from agreement g join billing_cycle c on c.operator_id = g.operator_id and c.id = $2::uuid
     where g.id = $1::uuid`,
    [agreementId, cycleId],
  );
  if (!rows[0]) throw new Error(`Agreement ${agreementId} or cycle ${cycleId} of a partner bill is gone.`);
  return rows[0];
}

/** What the partner sent for the three cycles before, one total per cycle and currency. */
export const listReceivedHistory = (
  sql: Sql,
  partnerId: string,
  cycleId: string,
): Promise<{ currency: string; amount: string }[]> =>
  sql.query(
    `select t.currency, sum(t.received)::text as amount
     from billing_cycle c
     join billing_cycle e on e.operator_id = c.operator_id and e.spec_id = c.spec_id and e.n between c.n - 3 and c.n - 1
     join partner_bill b on b.operator_id = e.operator_id and b.cycle_id = e.id and b.partner_id = $1::uuid
       and b.state = 'accepted'
     join partner_bill_total t on t.operator_id = b.operator_id and t.partner_bill_id = b.id
     where c.id = $2::uuid group by e.n, t.currency order by e.n, t.currency`,
    [partnerId, cycleId],
  );

export type ReceivingCycle = {
  id: string;
  name: string;
  from: string;
  to: string;
  cutOffAt: string;
  ended: boolean;
};

/**
 * The cycles that have begun and are not issued: those a partner's bill may still be for. First the ones its mapped
 * accounts are billed in, of these the last to have ended.
 */
export const listReceivingCycles = (sql: Sql, partnerId: string, at: string): Promise<ReceivingCycle[]> =>
  sql.query<ReceivingCycle>(
    `select c.id, s.name, c.period_from as from, c.period_to as to, c.cut_off_at as "cutOffAt",
       c.to_at <= $2::timestamptz as ended,
       exists (
         select from account_mapping m
         join billing_account a on a.operator_id = m.operator_id and a.id = m.billing_account_id
         where m.operator_id = c.operator_id and m.partner_id = $1::uuid and a.cycle_spec_id = c.spec_id) as served
     from billing_cycle c join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
     where c.from_at <= $2::timestamptz and c.state not in ('issued', 'closed')
     order by served desc, ended desc, c.to_at desc, s.name, c.id limit 100`,
    [partnerId, at],
  );

/** The period that ended last, whatever became of its bills. */
export async function findLastEndedCycle(
  sql: Sql,
  at: string,
): Promise<{ id: string; from: string; to: string } | undefined> {
  const rows = await sql.query<{ id: string; from: string; to: string }>(
    `select id, period_from as from, period_to as to from billing_cycle
     where to_at <= $1::timestamptz order by to_at desc, id limit 1`,
    [at],
  );
  return rows[0];
}
