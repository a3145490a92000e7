import type { Sql } from '@/lib/db/tenant';

export type GuaranteeRow = {
  termId: string;
  cycleId: string;
  payerId: string;
  partnerId: string;
  operatorPartyId: string;
  agreementCurrency: string;
  kind: string;
  basis: string;
  terms: unknown;
  cycleName: string;
  periodFrom: string;
  periodTo: string;
};

/** Holds the operator's guarantees until the transaction ends, so that two runs see each once. */
export async function lockGuarantees(sql: Sql): Promise<void> {
  await sql.query(
    `select pg_advisory_xact_lock(hashtextextended('guarantees:' || current_setting('app.operator'), 0))`,
  );
}

/**
 * Looks, once and for all, at every guarantee of every cycle that is wholly issued: no draft, no approved bill and no held account is left
 * in it. Of the versions of an agreement the one in force on the cycle's last day is asked, once for a payer, a partner and what the
 * term holds for; an agreement that ended before has no guarantee there. Keeps what the party received.
 */
export async function checkGuarantees(sql: Sql, throughOn: string): Promise<void> {
  const unchecked = await sql.query<Checked>(
    `select t.operator_id as "operatorId", t.id as "termId", c.id as "cycleId", a.partner_id as "partnerId",
       a.currency::text as currency, ${SAME_TERMS} as "termIds"
     from settlement_term t
     join agreement a on a.operator_id = t.operator_id and a.id = t.agreement_id
     join billing_cycle c on c.operator_id = t.operator_id
     where t.terms ? 'minimumGuarantee' and a.signed_at is not null and c.period_to <= $1::date + 1
       and a.valid_from < c.period_to and (a.valid_to is null or a.valid_to >= c.period_to)
       and (c.state = 'closed' or c.state = 'issued' and not exists (
         select from billing_cycle_chunk k where k.operator_id = c.operator_id and k.cycle_id = c.id
         having sum(k.drafts + k.held + k.approved) > 0))
       and not exists (select from guarantee_check g where g.operator_id = c.operator_id and g.cycle_id = c.id and g.term_id = any(${SAME_TERMS}))
     order by c.period_from, c.id, t.id`,
    [throughOn],
  );
  for (const check of unchecked) await keepReceived(sql, check);
}

type Checked = {
  operatorId: string;
  termId: string;
  cycleId: string;
  partnerId: string;
  currency: string;
  termIds: string[];
};

/** A term and those of the other versions of its agreement that hold for the same. */
const SAME_TERMS = `array(
  select t2.id from settlement_term t2 join agreement a2 on a2.operator_id = t2.operator_id and a2.id = t2.agreement_id
  where a2.operator_id = a.operator_id and a2.payer_id = a.payer_id and a2.partner_id = a.partner_id
    and (t2.offering_id, t2.category) is not distinct from (t.offering_id, t.category))`;

/**
 * What came to the party from above: its shares and those of everybody below it on the same lines. A discount that others than the
 * parties of its lines bear, or by other parts, is no part of what the term gave.
 */
async function keepReceived(
  sql: Sql,
  { operatorId, termId, cycleId, partnerId, currency, termIds }: Checked,
): Promise<void> {
  await sql.query(
    `with recursive received as (
       select s.operator_id, s.billing_account_id, s.bill_id, s.line_id, s.party_id, s.amount_minor
       from line_share s
       join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id
       join bill_line l on l.operator_id = s.operator_id and l.billing_account_id = s.billing_account_id and l.bill_id = s.bill_id and l.id = s.line_id
       where s.party_id = $4::uuid and s.cycle_id = $3::uuid and s.term_id = any($6::uuid[]) and b.state = 'issued' and b.currency = $5
         and (l.kind <> 'discount' or not exists (
           select from account_discount d
           where d.operator_id = l.operator_id and d.billing_account_id = l.billing_account_id and d.borne_by <> 'shared'
             and d.id::text = substring(l.line_key from '[^:]*$')))
       union all
       select s.operator_id, s.billing_account_id, s.bill_id, s.line_id, s.party_id, s.amount_minor
       from received r
       join line_share s on s.operator_id = r.operator_id and s.billing_account_id = r.billing_account_id and s.bill_id = r.bill_id
         and s.line_id = r.line_id
       join agreement a on a.operator_id = s.operator_id and a.id = s.agreement_id and a.payer_id = r.party_id
       where r.party_id in (select payer_id from agreement))
     insert into guarantee_check (operator_id, term_id, cycle_id, lines, received_minor)
     select $1::uuid, $2::uuid, $3::uuid, count(*) filter (where party_id = $4::uuid), coalesce(sum(amount_minor), 0) from received`,
    [operatorId, termId, cycleId, partnerId, currency, termIds],
  );
}

/**
 * Guarantees that were looked at and not decided, with what was received. Only cycles of a rhythm in which the term has a share at all:
 * a month without any sale is topped up, a quarter beside the months in which the term sells is not.
 */
export const listUndecided = (sql: Sql): Promise<(GuaranteeRow & { receivedMinor: bigint })[]> =>
  sql.query(
    `select t.id as "termId", c.id as "cycleId", a.payer_id as "payerId", a.partner_id as "partnerId", o.party_id as "operatorPartyId",
       a.currency::text as "agreementCurrency", t.kind, t.basis, t.terms, s.name as "cycleName", c.period_from as "periodFrom",
       c.period_to as "periodTo", g.received_minor as "receivedMinor"
     from guarantee_check g
     join settlement_term t on t.operator_id = g.operator_id and t.id = g.term_id
     join agreement a on a.operator_id = t.operator_id and a.id = t.agreement_id
     join operator o on o.id = t.operator_id
     join billing_cycle c on c.operator_id = g.operator_id and c.id = g.cycle_id
     join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
     where g.top_up_minor is null
       and exists (select from guarantee_check h join billing_cycle e on e.operator_id = h.operator_id and e.id = h.cycle_id
                   where h.operator_id = g.operator_id and h.lines > 0 and e.spec_id = c.spec_id and h.term_id = any(${SAME_TERMS}))
     order by c.period_from, c.id, t.id`,
  );

export async function decideGuarantees(
  sql: Sql,
  decided: readonly { termId: string; cycleId: string; topUpMinor: bigint }[],
): Promise<void> {
  await sql.query(
    `update guarantee_check g set top_up_minor = d.top_up
     from unnest($1::uuid[], $2::uuid[], $3::int8[]) as d(term_id, cycle_id, top_up)
     where g.term_id = d.term_id and g.cycle_id = d.cycle_id`,
    [
      decided.map(({ termId }) => termId),
      decided.map(({ cycleId }) => cycleId),
      decided.map(({ topUpMinor }) => topUpMinor),
    ],
  );
}
