import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';
import type { Issue } from '@/lib/domain/money/issue';

export type PartnerBillLineRow = {
  id: string;
  lineNo: number;
  state: 'accepted' | 'rejected' | 'duplicate';
  issueCode: string | null;
  problems: Issue[] | null;
  externalAccount: string | null;
  externalPayer: string | null;
  externalName: string | null;
  billingAccount: { id: string; number: string; name: string } | null;
  service: string;
  description: string;
  chargeCategory: ChargeCategory | null;
  quantity: string | null;
  unit: string | null;
  taxCode: string | null;
  currency: string | null;
  amount: string | null;
  chargeFromAt: string | null;
  chargeToAt: string | null;
  source: Record<string, string>;
};

/** A bill's lines in the file's order; filters `state`, `issue` (its code), `account` (the partner's name for it). */
export function listPartnerBillLineRows(
  sql: Sql,
  partnerBillId: string,
  query: ListQuery,
): Promise<Page<PartnerBillLineRow>> {
  return readPage(
    sql,
    {
      // The list's own id is the line's number in the shape of one.
      select: `
        select lpad(to_hex(l.line_no), 32, '0')::uuid as id, l.line_no as "lineNo", l.state,
          l.issue_code as "issueCode", l.problems, l.external_account as "externalAccount",
          l.external_payer as "externalPayer", l.external_name as "externalName",
          case when a.id is null then null
            else json_build_object('id', a.id, 'number', a.number, 'name', a.name) end as "billingAccount",
          l.service, l.description, l.charge_category as "chargeCategory", trim_scale(l.quantity)::text as quantity,
          l.unit, l.tax_code as "taxCode", l.currency, trim_scale(l.amount)::text as amount,
          coalesce(l.amount, 0) as "sortAmount", l.charge_from_at as "chargeFromAt", l.charge_to_at as "chargeToAt", l.source
        from partner_bill_line l
        left join billing_account a on a.operator_id = l.operator_id and a.id = l.billing_account_id
        where l.partner_bill_id = $1::uuid
          and ($2 = '' or l.service ilike $3 or l.description ilike $3 or l.external_account ilike $3
            or l.external_name ilike $3)
          and (cardinality($4::text[]) = 0 or l.state = any($4))
          and (cardinality($5::text[]) = 0 or l.issue_code = any($5))
          and (cardinality($6::text[]) = 0 or l.external_account = any($6))`,
      params: [
        partnerBillId,
        query.q,
        containing(query.q),
        query.filters.state ?? [],
        query.filters.issue ?? [],
        query.filters.account ?? [],
      ],
      sortable: {
        lineNo: { column: '"lineNo"', type: 'int4' },
        amount: { column: '"sortAmount"', type: 'numeric' },
      },
      defaultSort: { id: 'lineNo', descending: false },
    },
    query,
  );
}

/**
 * Of the given keys those that the partner's earlier bills have, on lines that are or may still be billed. The bills that this one
 * corrects do not count: it says again what they said.
 */
export async function findKnownLineKeys(
  sql: Sql,
  bill: { id: string; partnerId: string; receivedAt: string; originalId: string | null },
  lineKeys: readonly string[],
): Promise<Set<string>> {
  const rows = await sql.query<{ lineKey: string }>(
    // Key by key through their index (the offset keeps the planner to it): by bill it would read all lines there are for each batch.
    `select k.line_key as "lineKey" from unnest($1::text[]) k(line_key)
     where exists (
       select from (
         select s.operator_id, s.partner_bill_id, s.state, s.issue_code from partner_bill_line s
         where s.line_key = k.line_key offset 0) l
       join partner_bill b on b.operator_id = l.operator_id and b.id = l.partner_bill_id
       where b.partner_id = $2::uuid and b.state not in ('rejected', 'replaced')
         and (b.received_at, b.id) < ($3::timestamptz, $4::uuid)
         and ($6::uuid is null or coalesce(b.original_id, b.id) <> $6::uuid)
         and (l.state = 'accepted' or l.issue_code = any($5)))`,
    [lineKeys, bill.partnerId, bill.receivedAt, bill.id, WAITING, bill.originalId],
    'partner-bill-lines.known-keys',
  );
  return new Set(rows.map(({ lineKey }) => lineKey));
}

export async function hasEarlierBills(
  sql: Sql,
  bill: { id: string; partnerId: string; receivedAt: string; originalId: string | null },
): Promise<boolean> {
  const rows = await sql.query(
    `select from partner_bill where partner_id = $1::uuid and state not in ('rejected', 'replaced')
       and (received_at, id) < ($2::timestamptz, $3::uuid)
       and ($4::uuid is null or coalesce(original_id, id) <> $4::uuid) limit 1`,
    [bill.partnerId, bill.receivedAt, bill.id, bill.originalId],
  );
  return rows.length > 0;
}

// A mapping, an exchange rate or an agreement frees such a line, so it is still the one that will be billed.
const WAITING = ['unknown_account', 'currency_mismatch', 'unknown_product', 'unknown_tax_code'];

export type StoredPartnerLine = {
  lineNo: number;
  state: PartnerBillLineRow['state'];
  issueCode: string | null;
  problems: Issue[] | null;
  billingAccountId: string | null;
  billLineKey: string | null;
  /** On an issued bill: nothing moves it any more. */
  billed: boolean;
  lineKey: string;
  externalPayer: string | null;
  externalAccount: string | null;
  service: string;
  category: string;
  chargeCategory: ChargeCategory | null;
  description: string;
  quantity: string | null;
  unit: string | null;
  taxCode: string | null;
  currency: string | null;
  amount: string | null;
  chargeFromAt: string | null;
  chargeToAt: string | null;
};

/** The next lines of a bill after `afterLineNo`, as validation needs them. */
export const readStoredLines = (
  sql: Sql,
  partnerBillId: string,
  afterLineNo: number,
  limit: number,
): Promise<StoredPartnerLine[]> =>
  sql.query<StoredPartnerLine>(
    `select l.line_no as "lineNo", l.state, l.issue_code as "issueCode", l.problems,
       l.billing_account_id as "billingAccountId", l.bill_line_key as "billLineKey",
       l.bill_line_key is not null and exists (
         select from bill_line k
         join bill b on b.operator_id = k.operator_id and b.billing_account_id = k.billing_account_id and b.id = k.bill_id
         where k.operator_id = l.operator_id and k.billing_account_id = l.billing_account_id
           and k.line_key = l.bill_line_key and b.state = 'issued') as billed,
       l.line_key as "lineKey", l.external_payer as "externalPayer", l.external_account as "externalAccount",
       l.service, l.category, l.charge_category as "chargeCategory", l.description, l.quantity::text, l.unit,
       l.tax_code as "taxCode", l.currency, l.amount::text, l.charge_from_at as "chargeFromAt",
       l.charge_to_at as "chargeToAt"
     from partner_bill_line l
     where l.partner_bill_id = $1::uuid and l.line_no > $2 order by l.line_no limit $3`,
    [partnerBillId, afterLineNo, limit],
  );

export type LineChange = {
  lineNo: number;
  state: PartnerBillLineRow['state'];
  billingAccountId: string | null;
  issueCode: string | null;
};

/** Gives lines another verdict. They leave the draft they were on; the next run puts them where they belong. */
export async function updateLineVerdicts(
  sql: Sql,
  partnerBillId: string,
  changes: readonly LineChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    `update partner_bill_line l set state = r.state, billing_account_id = r."billingAccountId",
       issue_code = r."issueCode", bill_line_key = null
     from jsonb_to_recordset($2::jsonb) as r("lineNo" int, state text, "billingAccountId" uuid, "issueCode" text)
     where l.partner_bill_id = $1::uuid and l.line_no = r."lineNo"`,
    [partnerBillId, JSON.stringify(changes)],
  );
}

/** Nothing of a bill that is refused as a whole is billed. */
export async function rejectAcceptedLines(sql: Sql, partnerBillId: string): Promise<void> {
  await sql.query(
    `update partner_bill_line set state = 'rejected', issue_code = 'bill_rejected', bill_line_key = null
     where partner_bill_id = $1::uuid and state = 'accepted'`,
    [partnerBillId],
  );
}

/**
 * Holds the bills that are not issued yet and carry lines of this partner bill, until the transaction ends: one that
 * is being issued right now is waited for, and its lines then count as billed.
 */
export async function lockDraftsOf(sql: Sql, partnerBillId: string): Promise<void> {
  await sql.query(
    `select from bill b where b.state <> 'issued' and exists (
       select from bill_line k where k.operator_id = b.operator_id and k.billing_account_id = b.billing_account_id
         and k.bill_id = b.id and k.partner_bill_id = $1::uuid)
     order by b.id for update of b`,
    [partnerBillId],
  );
}
