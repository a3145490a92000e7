import { findBillIds } from '@/lib/db/bill-drafts';
import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import type { TermTotals } from '@/lib/domain/settlement/terms';

export type BillToIssueRow = {
  billingAccountId: string;
  id: string;
  state: 'draft' | 'approved';
  currency: string;
  totalMinor: bigint;
  draftHash: Buffer;
  customerId: string;
  paymentTermsDays: number;
};

/** Bills of the accounts that wait to be issued, in the order in which they get their numbers; locked, as all lock them, by id. */
export async function readBillsToIssue(
  sql: Sql,
  { cycleId, kind }: { cycleId: string; kind: BillKind },
  accountIds: readonly string[],
): Promise<BillToIssueRow[]> {
  const bills = await sql.query<BillToIssueRow>(
    `select b.billing_account_id as "billingAccountId", b.id, b.state, b.currency, b.total_minor as "totalMinor",
       b.draft_hash as "draftHash", a.customer_id as "customerId", a.payment_terms_days as "paymentTermsDays"
     from bill b
     join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
     where b.id = any($1::uuid[]) and b.state in ('draft', 'approved')
     order by b.id for update of b`,
    [await findBillIds(sql, { cycleId, kind }, accountIds)],
  );
  return bills.sort((a, b) => (a.billingAccountId < b.billingAccountId ? -1 : 1));
}

export type BillKey = { billingAccountId: string; id: string };

/**
 * Bills whose partner lines are not what they were when the draft was written: a line was moved, withdrawn or given to another
 * account since. Compares Σ of the assigned lines with each bill line's exact amount, and looks for assigned lines without one.
 * The lines stay locked until the transaction ends, so that nobody moves them while their bill is issued. `slot` names the bill in
 * the lines' keys (`slotOf`).
 */
export async function findMovedPartnerLines(
  sql: Sql,
  bills: readonly BillKey[],
  slot: string,
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `with b as (select * from unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)),
       line as (
         select p.billing_account_id, p.bill_line_key, p.amount
         from b join partner_bill_line p on p.billing_account_id = b.account_id and p.state = 'accepted'
         where split_part(p.bill_line_key, ':', 3) = $3
         for share of p),
       assigned as (
         select billing_account_id, bill_line_key, sum(amount) as amount from line
         group by billing_account_id, bill_line_key),
       billed as (
         select l.billing_account_id, l.line_key, l.exact
         from b join bill_line l on l.billing_account_id = b.account_id and l.bill_id = b.bill_id
         where l.partner_bill_id is not null and l.kind <> 'discount')
     select distinct b.bill_id as id
     from billed full join assigned on assigned.billing_account_id = billed.billing_account_id
       and assigned.bill_line_key = billed.line_key
     join b on b.account_id = coalesce(billed.billing_account_id, assigned.billing_account_id)
     where billed.exact is distinct from assigned.amount`,
    [bills.map((bill) => bill.billingAccountId), bills.map((bill) => bill.id), slot],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Bills whose account has used more since the run read its totals: `late` is how many late events each would bill now. A bill on
 * demand looks at those alone. The bills are locked: usage that comes while they are issued waits for the end, and then finds
 * its period issued.
 */
export async function findLaterUsage(
  sql: Sql,
  bills: readonly (BillKey & { late: bigint })[],
  { runId, cycleId, kind }: { runId: string; cycleId: string; kind: BillKind },
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `select b.bill_id as id
     from unnest($1::uuid[], $2::uuid[], $5::int8[]) as b(account_id, bill_id, late)
     cross join lateral (
       select usage_event_count from bill_run_account
       where billing_account_id = b.account_id and run_id = $3::uuid offset 0) r
     where r.usage_event_count <> b.late + case when $6 = 'on_demand' then 0 else (
       select coalesce(sum(t.change_count), 0) from usage_total t
       where t.billing_account_id = b.account_id
         and t.period_from = (select c.period_from from billing_cycle c where c.id = $4::uuid)) end`,
    [
      bills.map((bill) => bill.billingAccountId),
      bills.map((bill) => bill.id),
      runId,
      cycleId,
      bills.map((bill) => bill.late),
      kind,
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

export type BillTaxSumRow = { billId: string; sellerId: string; taxMinor: bigint };
export type BillShareSumRow = { billId: string; partyId: string; amountMinor: bigint };
export type BillInvoiceRow = {
  billId: string;
  billingAccountId: string;
  id: string;
  sellerId: string;
  typeCode: '380' | '381';
};

/** What the journals of these bills need: tax per seller, and who gets what in all. */
export async function readBillSums(
  sql: Sql,
  bills: readonly BillKey[],
): Promise<{ taxes: BillTaxSumRow[]; shares: BillShareSumRow[]; invoices: BillInvoiceRow[] }> {
  const keys = [bills.map((bill) => bill.billingAccountId), bills.map((bill) => bill.id)];
  const given = 'unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)';
  return {
    taxes: await sql.query(
      `select t.bill_id as "billId", t.seller_id as "sellerId", sum(t.tax_minor)::int8 as "taxMinor"
       from ${given} join bill_tax t on t.billing_account_id = b.account_id and t.bill_id = b.bill_id
       group by t.bill_id, t.seller_id order by t.bill_id, t.seller_id`,
      keys,
    ),
    shares: await sql.query(
      `select s.bill_id as "billId", s.party_id as "partyId", sum(s.amount_minor)::int8 as "amountMinor"
       from ${given} join line_share s on s.billing_account_id = b.account_id and s.bill_id = b.bill_id
       group by s.bill_id, s.party_id order by s.bill_id, s.party_id`,
      keys,
    ),
    invoices: await sql.query(
      `select i.bill_id as "billId", i.billing_account_id as "billingAccountId", i.id, i.seller_id as "sellerId",
         i.type_code as "typeCode"
       from ${given} join invoice i on i.billing_account_id = b.account_id and i.bill_id = b.bill_id
       order by i.billing_account_id, i.seller_id`,
      keys,
    ),
  };
}

export type NumberedInvoice = BillInvoiceRow & { number: string };

export async function numberInvoices(
  sql: Sql,
  invoices: readonly NumberedInvoice[],
  issuedOn: string,
): Promise<void> {
  await sql.query(
    `update invoice i set number = d.number, issued_on = $4::date
     from unnest($1::uuid[], $2::uuid[], $3::text[]) as d(account_id, id, number)
     where i.billing_account_id = d.account_id and i.id = d.id`,
    [
      invoices.map((invoice) => invoice.billingAccountId),
      invoices.map((invoice) => invoice.id),
      invoices.map((invoice) => invoice.number),
      issuedOn,
    ],
  );
}

export type IssuedBill = BillKey & { number: string; contentHash: Buffer; dueOn: string };

/** The last write a bill ever gets. */
export async function markBillsIssued(
  sql: Sql,
  bills: readonly IssuedBill[],
  issuedOn: string,
): Promise<void> {
  await sql.query(
    `update bill b set state = 'issued', number = d.number, content_hash = d.content_hash, issued_on = $6::date,
       due_on = d.due_on
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::date[])
       as d(account_id, id, number, content_hash, due_on)
     where b.billing_account_id = d.account_id and b.id = d.id`,
    [
      bills.map((bill) => bill.billingAccountId),
      bills.map((bill) => bill.id),
      bills.map((bill) => bill.number),
      bills.map((bill) => bill.contentHash),
      bills.map((bill) => bill.dueOn),
      issuedOn,
    ],
  );
}

export type CumulativeLineRow = {
  billingAccountId: string;
  billId: string;
  lineId: string;
  lineKey: string;
  supplierRole: 'operator' | 'principal' | 'agent';
  offeringId: string | null;
  agreementId: string | null;
  kind: string;
  quantity: string | null;
  amountMinor: bigint;
};

/** Lines settled by terms that count over the whole cycle, in the order in which they are counted. */
export const readCumulativeLines = (
  sql: Sql,
  bills: readonly BillKey[],
  settled: { offeringIds: readonly string[]; agreementIds: readonly string[] },
): Promise<CumulativeLineRow[]> =>
  sql.query<CumulativeLineRow>(
    `select l.billing_account_id as "billingAccountId", l.bill_id as "billId", l.id as "lineId", l.line_key as "lineKey",
       l.supplier_role as "supplierRole", l.offering_id as "offeringId", l.agreement_id as "agreementId", l.kind,
       l.quantity, l.amount_minor as "amountMinor"
     from unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)
     join bill_line l on l.billing_account_id = b.account_id and l.bill_id = b.bill_id
     where l.offering_id = any($3::uuid[]) or l.offering_id is null and l.agreement_id = any($4::uuid[])
     order by l.billing_account_id, l.bill_id, l.position`,
    [
      bills.map((bill) => bill.billingAccountId),
      bills.map((bill) => bill.id),
      settled.offeringIds,
      settled.agreementIds,
    ],
  );

/** What cumulative terms have seen of the cycle's issued bills, by term id; locked, because the caller moves them on. */
export async function lockTermTotals(sql: Sql, cycleId: string): Promise<Map<string, TermTotals>> {
  const rows = await sql.query<{ termId: string } & TermTotals>(
    `select term_id as "termId", base_minor as "baseMinor", earned_minor as "earnedMinor" from term_total
     where cycle_id = $1::uuid order by term_id for update`,
    [cycleId],
  );
  return new Map(rows.map(({ termId, ...totals }) => [termId, totals]));
}

export async function saveTermTotals(
  sql: Sql,
  operatorId: string,
  cycleId: string,
  totals: ReadonlyMap<string, TermTotals>,
): Promise<void> {
  const entries = [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  await sql.query(
    `insert into term_total (operator_id, term_id, cycle_id, base_minor, earned_minor)
     select $1::uuid, d.term_id, $2::uuid, d.base, d.earned
     from unnest($3::uuid[], $4::int8[], $5::int8[]) as d(term_id, base, earned)
     on conflict (operator_id, term_id, cycle_id) do update
       set base_minor = excluded.base_minor, earned_minor = excluded.earned_minor`,
    [
      operatorId,
      cycleId,
      entries.map(([termId]) => termId),
      entries.map(([, { baseMinor }]) => baseMinor),
      entries.map(([, { earnedMinor }]) => earnedMinor),
    ],
  );
}

export type ShareToWrite = {
  billingAccountId: string;
  billId: string;
  lineId: string;
  partyId: string;
  agreementId: string | null;
  termId: string | null;
  amountMinor: bigint;
  steps: readonly unknown[];
};

/** Puts other shares in the place of a line's. The bill is not issued yet, or a trigger refuses. */
export async function replaceLineShares(
  sql: Sql,
  { operatorId, cycleId }: { operatorId: string; cycleId: string },
  shares: readonly ShareToWrite[],
): Promise<void> {
  await sql.query(
    `delete from line_share s using unnest($1::uuid[], $2::uuid[], $3::uuid[]) as d(account_id, bill_id, line_id)
     where s.billing_account_id = d.account_id and s.bill_id = d.bill_id and s.line_id = d.line_id`,
    [
      shares.map((share) => share.billingAccountId),
      shares.map((share) => share.billId),
      shares.map((share) => share.lineId),
    ],
  );
  const rows = shares.map((share) =>
    copyRow([
      operatorId,
      share.billingAccountId,
      share.billId,
      share.lineId,
      share.partyId,
      cycleId,
      share.agreementId,
      share.termId,
      share.amountMinor,
      JSON.stringify(share.steps),
    ]),
  );
  await insertRows(sql, 'line_share', SHARE, rows);
}

const SHARE =
  'operator_id billing_account_id bill_id line_id party_id cycle_id agreement_id term_id amount_minor steps'.split(
    ' ',
  );
