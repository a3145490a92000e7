import { findBillIds } from '@/lib/db/bill-drafts';
import { byteaArray, textArray, uuidArray } from '@/lib/db/bulk/binary-array';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';

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
 * the lines' keys (`slotOf`). Corrected bills are not looked at: what they leave to charge is computed again (`findStaleCorrections`).
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
     where billed.exact is distinct from assigned.amount and not exists (
       select from partner_bill f where f.original_id is not null
         and f.id::text = split_part(coalesce(billed.line_key, assigned.bill_line_key), ':', 2))`,
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

export type BillShareSumRow = {
  billId: string;
  partyId: string;
  amountMinor: bigint;
  /** Of it what is due only once the customer has paid. */
  pendingMinor: bigint;
};
export type BillInvoiceRow = {
  billId: string;
  billingAccountId: string;
  id: string;
  sellerId: string;
  typeCode: '380' | '381';
  taxMinor: bigint;
};

/**
 * What the journals of these bills need: who gets what in all, of it what by terms on what is collected; and the legal documents,
 * each with its seller's tax.
 */
export async function readBillSums(
  sql: Sql,
  bills: readonly BillKey[],
  collectedTermIds: readonly string[],
): Promise<{ shares: BillShareSumRow[]; invoices: BillInvoiceRow[] }> {
  const keys = [bills.map((bill) => bill.billingAccountId), bills.map((bill) => bill.id)];
  const given = 'unnest($1::uuid[], $2::uuid[]) as b(account_id, bill_id)';
  // `offset 0`: one look-up a bill, whatever the planner believes; else it may compare every bill with all rows of the operator.
  const of = (columns: string, table: string) => `${given} cross join lateral (
    select ${columns} from ${table} where billing_account_id = b.account_id and bill_id = b.bill_id offset 0)`;
  return {
    shares: await sql.query(
      `select s.bill_id as "billId", s.party_id as "partyId", sum(s.amount_minor)::int8 as "amountMinor",
         coalesce(sum(s.amount_minor) filter (where s.term_id = any($3::uuid[])), 0)::int8 as "pendingMinor"
       from ${of('bill_id, party_id, term_id, amount_minor', 'line_share')} s
       group by s.bill_id, s.party_id order by s.bill_id, s.party_id`,
      [...keys, collectedTermIds],
    ),
    invoices: await sql.query(
      `select i.bill_id as "billId", i.billing_account_id as "billingAccountId", i.id, i.seller_id as "sellerId",
         i.type_code as "typeCode", i.tax_minor as "taxMinor"
       from ${of('bill_id, billing_account_id, id, seller_id, type_code, tax_minor', 'invoice')} i
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
      uuidArray(invoices.length, (n) => invoices[n]!.billingAccountId),
      uuidArray(invoices.length, (n) => invoices[n]!.id),
      textArray(invoices.length, (n) => invoices[n]!.number),
      issuedOn,
    ],
  );
}

export type IssuedBill = BillKey & { number: string; contentHash: Buffer; dueOn: string };

/** The last write a bill ever gets; from here on it is an open item. */
export async function markBillsIssued(
  sql: Sql,
  bills: readonly IssuedBill[],
  issuedOn: string,
): Promise<void> {
  await sql.query(
    `with issued as (
       update bill b set state = 'issued', number = d.number, content_hash = d.content_hash, issued_on = $6::date,
         due_on = d.due_on::date
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::text[])
         as d(account_id, id, number, content_hash, due_on)
       where b.billing_account_id = d.account_id and b.id = d.id
       returning b.operator_id, b.billing_account_id, b.id, b.currency, b.issued_on, b.due_on, b.total_minor)
     insert into open_item (operator_id, billing_account_id, bill_id, currency, issued_on, due_on, total_minor, open_minor)
     select operator_id, billing_account_id, id, currency, issued_on, due_on, total_minor, total_minor from issued`,
    [
      uuidArray(bills.length, (n) => bills[n]!.billingAccountId),
      uuidArray(bills.length, (n) => bills[n]!.id),
      textArray(bills.length, (n) => bills[n]!.number),
      byteaArray(bills.length, (n) => bills[n]!.contentHash.toString('hex')),
      textArray(bills.length, (n) => bills[n]!.dueOn),
      issuedOn,
    ],
  );
}
