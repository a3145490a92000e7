import type { BillKey } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import type { PositionLine, PositionTax } from '@/lib/domain/settlement/bill-position';

export type StoredLines = {
  /** Lines that something happened to, and those of `lineIds`, each by its id; the others summed. */
  lines: (PositionLine & { lineId: string | null })[];
  taxes: PositionTax[];
};

/** A bill's lines, shares and taxes as its position counts them. Lines above, at and below nothing are never summed with each other. */
export async function readPositionLines(
  sql: Sql,
  bill: BillKey,
  lineIds: readonly string[],
): Promise<StoredLines> {
  return (await readLinesOfBills(sql, [bill], lineIds)).get(bill.billId)!;
}

/** The same of several bills, by their ids. */
export async function readLinesOfBills(
  sql: Sql,
  bills: readonly BillKey[],
  lineIds: readonly string[],
): Promise<Map<string, StoredLines>> {
  const keys = [bills.map(({ billingAccountId }) => billingAccountId), bills.map(({ billId }) => billId)];
  const bucketed = `
    select l.billing_account_id, l.bill_id, l.id, l.amount_minor,
      concat_ws('|', l.seller_id, l.tax_category, l.tax_rate_ppm) as tax_group,
      coalesce(s.credited_minor, 0) as credited, coalesce(s.disputed_minor, 0) as disputed,
      coalesce(s.is_credited, false) as is_credited,
      case when s.line_id is not null or l.id = any($3::uuid[]) then l.id::text else
        concat_ws('|', l.seller_id, l.tax_category, l.tax_rate_ppm, sign(l.amount_minor)) end as bucket
    from unnest($1::uuid[], $2::uuid[]) as k(billing_account_id, bill_id)
    join bill_line l on l.billing_account_id = k.billing_account_id and l.bill_id = k.bill_id
    left join bill_line_state s on s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
      and s.bill_id = l.bill_id and s.line_id = l.id`;
  const lines = await sql.query<
    Omit<StoredLines['lines'][number], 'shares'> & { billId: string; bucket: string }
  >(
    `select bill_id as "billId", bucket, tax_group as "taxGroup", sum(amount_minor)::int8 as "amountMinor",
       sum(credited)::int8 as "creditedMinor", sum(disputed)::int8 as "disputedMinor",
       bool_or(is_credited) as "isCredited",
       case when bucket = min(id::text) then min(id::text) end as "lineId"
     from (${bucketed}) l group by bill_id, bucket, tax_group order by bill_id, bucket`,
    [...keys, lineIds],
  );
  const shares = await sql.query<PositionLine['shares'][number] & { billId: string; bucket: string }>(
    `select l.bill_id as "billId", l.bucket, h.party_id as "partyId", coalesce(t.basis, 'billed') as basis,
       sum(h.amount_minor)::int8 as "amountMinor"
     from (${bucketed}) l
     join line_share h on h.billing_account_id = l.billing_account_id and h.bill_id = l.bill_id and h.line_id = l.id
     left join settlement_term t on t.operator_id = h.operator_id and t.id = h.term_id
     group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [...keys, lineIds],
  );
  const taxes = await sql.query<PositionTax & { billId: string }>(
    `select x.bill_id as "billId", concat_ws('|', x.seller_id, x.category, x.rate_ppm) as "taxGroup", x.seller_id as "sellerId",
       x.rate_ppm as "ratePpm", x.base_minor as "baseMinor", x.tax_minor as "taxMinor"
     from unnest($1::uuid[], $2::uuid[]) as k(billing_account_id, bill_id)
     join bill_tax x on x.billing_account_id = k.billing_account_id and x.bill_id = k.bill_id order by 1, 2`,
    keys,
  );
  const found = new Map<string, StoredLines>(bills.map(({ billId }) => [billId, { lines: [], taxes: [] }]));
  const sharesOf = new Map<string, PositionLine['shares'][number][]>();
  for (const { billId, bucket, ...line } of lines) {
    const ofLine: PositionLine['shares'][number][] = [];
    sharesOf.set(`${billId} ${bucket}`, ofLine);
    found.get(billId)!.lines.push({ ...line, shares: ofLine });
  }
  for (const { billId, bucket, ...share } of shares) sharesOf.get(`${billId} ${bucket}`)!.push(share);
  for (const { billId, ...tax } of taxes) found.get(billId)!.taxes.push(tax);
  return found;
}
