import type { Sql } from '@/lib/db/tenant';
import type { AdjustmentOwner } from '@/lib/domain/billing/adjustment';

export type PendingAdjustmentRow = {
  billingAccountId: string;
  id: string;
  owner: AdjustmentOwner;
  description: string;
  reason: string;
  amountMinor: bigint;
  taxClass: string;
  periodFrom: string;
  periodTo: string;
  offeringId: string | null;
  /** Of the issued line it is about. */
  refersTo: {
    bill: string;
    line: string;
    supplierId: string;
    supplierRole: 'operator' | 'principal' | 'agent';
    sellerId: string;
    agreementId: string | null;
  } | null;
};

/**
 * What waits for these accounts' next bill. `lock` holds it until the transaction ends: it can be neither withdrawn nor taken by
 * another draft meanwhile.
 */
export async function readPendingAdjustments(
  sql: Sql,
  accountIds: readonly string[],
  { lock }: { lock: boolean },
): Promise<PendingAdjustmentRow[]> {
  // One look-up by a partial index, which finds nothing for most accounts, where what follows takes 5 ms to plan.
  const waiting = await sql.query<{ id: string }>(
    `select billing_account_id as id from adjustment where billing_account_id = any($1::uuid[]) and state = 'pending'`,
    [accountIds],
  );
  if (waiting.length === 0) return [];
  return sql.query<PendingAdjustmentRow>(
    `select j.billing_account_id as "billingAccountId", j.id, j.owner, j.description, j.reason,
       j.amount_minor as "amountMinor", j.tax_class as "taxClass", j.period_from as "periodFrom", j.period_to as "periodTo",
       j.offering_id as "offeringId",
       (select json_build_object('bill', b.number, 'line', l.description, 'supplierId', l.supplier_id,
          'supplierRole', l.supplier_role, 'sellerId', l.seller_id, 'agreementId', l.agreement_id)
        from bill_line l
        join bill b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id
        where l.operator_id = j.operator_id and l.billing_account_id = j.billing_account_id
          and l.id = j.refers_to_line_id) as "refersTo"
     from adjustment j
     where j.billing_account_id = any($1::uuid[]) and j.state = 'pending'
     order by j.billing_account_id, j.id ${lock ? 'for update of j' : ''}`,
    [[...new Set(waiting.map(({ id }) => id))]],
  );
}

export type OpenAdjustment = { billingAccountId: string; id: string; state: 'pending' | 'withdrawn' };

/** Of these accounts what is not billed, what was withdrawn too: a draft may still have it. Held until the transaction ends. */
export const lockOpenAdjustments = (sql: Sql, accountIds: readonly string[]): Promise<OpenAdjustment[]> =>
  sql.query<OpenAdjustment>(
    `select billing_account_id as "billingAccountId", id, state from adjustment
     where billing_account_id = any($1::uuid[]) and state <> 'billed'
     order by billing_account_id, id for update`,
    [accountIds],
  );

export type AdjustmentLine = {
  billingAccountId: string;
  id: string;
  billId: string;
  lineId: string;
  amountMinor: bigint;
  currency: string;
};

/** The bill lines that these adjustments are, on drafts as on issued bills. A statement of its own, after the lock: it sees what others committed before. */
export const readAdjustmentLines = (
  sql: Sql,
  adjustments: readonly { billingAccountId: string; id: string }[],
): Promise<AdjustmentLine[]> =>
  sql.query<AdjustmentLine>(
    `select l.billing_account_id as "billingAccountId", j.id, l.bill_id as "billId", l.id as "lineId",
       l.amount_minor as "amountMinor", b.currency
     from unnest($1::uuid[], $2::uuid[]) as j(account_id, id)
     join bill_line l on l.billing_account_id = j.account_id and l.line_key = 'adjustment:' || j.id
     join bill b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id`,
    [adjustments.map(({ billingAccountId }) => billingAccountId), adjustments.map(({ id }) => id)],
  );

/** Says of adjustments which line of an issued bill they became. The caller holds them. */
export async function markAdjustmentsBilled(sql: Sql, lines: readonly AdjustmentLine[]): Promise<void> {
  await sql.query(
    `update adjustment j set state = 'billed', bill_id = d.bill_id, line_id = d.line_id
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as d(account_id, id, bill_id, line_id)
     where j.billing_account_id = d.account_id and j.id = d.id`,
    [
      lines.map(({ billingAccountId }) => billingAccountId),
      lines.map(({ id }) => id),
      lines.map(({ billId }) => billId),
      lines.map(({ lineId }) => lineId),
    ],
  );
}
