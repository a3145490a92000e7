import { NO_ACCOUNT } from '@/lib/db/ledger';
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

/**
 * Terms with a guarantee and the issued cycles they were in force for, of rhythms in which the partner has shares at all; with the operator's
 * books locked for guarantees, so that two runs see each once.
 */
export async function listGuarantees(sql: Sql, throughOn: string): Promise<GuaranteeRow[]> {
  await sql.query(
    `select pg_advisory_xact_lock(hashtextextended('guarantees:' || current_setting('app.operator'), 0))`,
  );
  return sql.query<GuaranteeRow>(
    `select t.id as "termId", c.id as "cycleId", a.payer_id as "payerId", a.partner_id as "partnerId", o.party_id as "operatorPartyId",
       a.currency::text as "agreementCurrency", t.kind, t.basis, t.terms, s.name as "cycleName", c.period_from as "periodFrom",
       c.period_to as "periodTo"
     from settlement_term t
     join agreement a on a.operator_id = t.operator_id and a.id = t.agreement_id
     join operator o on o.id = t.operator_id
     join billing_cycle c on c.operator_id = t.operator_id
     join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
     where t.terms ? 'minimumGuarantee' and a.signed_at is not null and c.state in ('issued', 'closed')
       and c.period_to <= $1::date + 1 and a.valid_from < c.period_to and (a.valid_to is null or a.valid_to > c.period_from)
       and exists (select from billing_cycle e join line_share l on l.operator_id = e.operator_id and l.cycle_id = e.id
                   where e.operator_id = c.operator_id and e.spec_id = c.spec_id and l.party_id = a.partner_id)
     order by c.period_from, c.id, t.id`,
    [throughOn],
  );
}

/** Which of the sources are booked already. */
export const listToppedUp = async (sql: Sql, sourceIds: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await sql.query<{ sourceId: string }>(
        `select source_id as "sourceId" from journal
         where billing_account_id = $1::uuid and event = 'guarantee.topped-up' and source_id = any($2::uuid[])`,
        [NO_ACCOUNT, sourceIds],
      )
    ).map(({ sourceId }) => sourceId),
  );

/** What a term gave its party on the issued bills of a cycle, in one currency. */
export async function sumTermShares(
  sql: Sql,
  { termId, cycleId, partnerId }: Pick<GuaranteeRow, 'termId' | 'cycleId' | 'partnerId'>,
  currency: string,
): Promise<bigint> {
  const [row] = await sql.query<{ shareMinor: bigint }>(
    `select coalesce(sum(s.amount_minor), 0)::int8 as "shareMinor"
     from line_share s
     join bill b on b.operator_id = s.operator_id and b.billing_account_id = s.billing_account_id and b.id = s.bill_id
     where s.party_id = $3::uuid and s.cycle_id = $2::uuid and s.term_id = $1::uuid and b.state = 'issued' and b.currency = $4`,
    [termId, cycleId, partnerId, currency],
  );
  return row!.shareMinor;
}
