import type { StoredPartnerLine } from '@/lib/db/partner-bill-lines';
import type { Sql } from '@/lib/db/tenant';

/** How the file of a bill was laid out, so that rows of it can be written as they came. */
export async function saveBillLayout(sql: Sql, partnerBillId: string, layout: object): Promise<void> {
  await sql.query('update partner_bill set layout = $2::jsonb where id = $1::uuid', [
    partnerBillId,
    JSON.stringify(layout),
  ]);
}

export async function findBillLayout(sql: Sql, partnerBillId: string): Promise<unknown> {
  const rows = await sql.query<{ layout: unknown }>('select layout from partner_bill where id = $1::uuid', [
    partnerBillId,
  ]);
  return rows[0]?.layout ?? null;
}

export type RejectedLineRow = Pick<
  StoredPartnerLine,
  | 'lineNo'
  | 'problems'
  | 'externalPayer'
  | 'externalAccount'
  | 'service'
  | 'taxCode'
  | 'currency'
  | 'chargeFromAt'
> & {
  issueCode: string;
  accountCurrency: string | null;
  source: Record<string, string>;
};

/**
 * The next rejected rows of a bill, in the file's order, after `afterLineNo`: up to `limit`, and none after the first `maxBytes` of
 * their text, for a row may have a megabyte. Empty when there are no more.
 */
export const readRejectedLines = (
  sql: Sql,
  partnerBillId: string,
  afterLineNo: number,
  { limit, maxBytes }: { limit: number; maxBytes: number },
): Promise<RejectedLineRow[]> =>
  sql.query<RejectedLineRow>(
    `select l.line_no as "lineNo", l.problems, l.issue_code as "issueCode", l.external_payer as "externalPayer",
       l.external_account as "externalAccount", l.service, l.tax_code as "taxCode", l.currency,
       l.charge_from_at as "chargeFromAt", a.currency as "accountCurrency", l.source
     from (
       select n.*, sum(octet_length(n.source::text)) over (order by n.line_no) - octet_length(n.source::text) as bytes_before
       from (
         select * from partner_bill_line
         where partner_bill_id = $1::uuid and line_no > $2 and state = 'rejected' order by line_no limit $3) n) l
     left join billing_account a on a.operator_id = l.operator_id and a.id = l.billing_account_id
     where l.bytes_before < $4 order by l.line_no`,
    [partnerBillId, afterLineNo, limit, maxBytes],
  );

export type KeptLineRow = Omit<
  StoredPartnerLine,
  'state' | 'issueCode' | 'billingAccountId' | 'billLineKey' | 'billed'
> & {
  externalName: string | null;
  source: Record<string, string>;
};

/** The next rows of a bill after `afterLineNo` that were not rejected, as a correction of the rejected ones says them again. */
export const readKeptLines = (
  sql: Sql,
  partnerBillId: string,
  afterLineNo: number,
  limit: number,
): Promise<KeptLineRow[]> =>
  sql.query<KeptLineRow>(
    `select line_no as "lineNo", problems, line_key as "lineKey", external_payer as "externalPayer",
       external_account as "externalAccount", external_name as "externalName", service, category,
       charge_category as "chargeCategory", description, quantity::text, unit, tax_code as "taxCode", currency,
       amount::text, charge_from_at as "chargeFromAt", charge_to_at as "chargeToAt", source
     from partner_bill_line
     where partner_bill_id = $1::uuid and line_no > $2 and state <> 'rejected' order by line_no limit $3`,
    [partnerBillId, afterLineNo, limit],
  );

export async function lastLineNo(sql: Sql, partnerBillId: string): Promise<number> {
  const rows = await sql.query<{ last: number }>(
    'select coalesce(max(line_no), 0)::int as last from partner_bill_line where partner_bill_id = $1::uuid',
    [partnerBillId],
  );
  return rows[0]!.last;
}
