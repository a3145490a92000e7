import { CopyRows } from '@/lib/db/bulk/copy-rows';
import { bytesField, escaped, plainField } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import { SharedIds } from '@/lib/db/bulk/shared-ids';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import type { LineShares, Share } from '@/lib/domain/settlement/share';

export type DraftToWrite = {
  billId: string;
  kind: BillKind;
  /** Of the bills on demand of one cycle, from 1; else 0. */
  sequence: number;
  /** False: a draft of that id exists, and its parts are replaced. */
  isNew: boolean;
  state: 'draft' | 'held';
  draft: BillDraft;
  shares: readonly LineShares[];
  /** The text of a jsonb value. */
  parties: string;
  draftHash: Buffer;
  sharesHash: Buffer;
};

export type WriteContext = {
  operatorId: string;
  cycleId: string;
  runId: string;
  agreementOfTerm: ReadonlyMap<string, string>;
};

/** Drafts as rows, so that of a chunk's bills no more is kept than the bytes that are sent. */
export class DraftRows {
  readonly bills = new CopyRows();
  readonly lines = new CopyRows();
  readonly taxes = new CopyRows();
  readonly invoices = new CopyRows();
  readonly shares = new CopyRows();
  /** Of lines and shares, which are many. */
  readonly ids = new SharedIds();

  constructor(readonly context: WriteContext) {}

  add(write: DraftToWrite): void {
    if (write.isNew) this.bills.add(billRow(this.context, write));
    const { draft, billId, shares } = write;
    const { ids } = this;
    const head = `${this.context.operatorId}\t${draft.accountId}\t`;
    const shortHead = `${ids.field(this.context.operatorId)}\t${ids.field(draft.accountId)}\t`;
    const bill = ids.field(billId);
    let position = 0;
    for (const section of draft.sections) {
      for (const line of section.lines) {
        const lineId = newId();
        this.lines.add(lineRow(ids, `${shortHead}${lineId}\t${bill}\t${position}`, line));
        const shareHead = `${shortHead}${bill}\t${lineId}\t`;
        for (const share of shares[position]!.shares) {
          this.shares.add(shareRow(ids, shareHead, this.context, share));
        }
        position += 1;
      }
    }
    for (const { sellerId, category, ratePpm, baseMinor, taxMinor, reasonCode, reason } of draft.taxes) {
      const why = `${textField(reasonCode)}\t${textField(reason)}`;
      const amounts = `${ratePpm}\t${baseMinor}\t${taxMinor}`;
      this.taxes.add(`${head}${billId}\t${sellerId}\t${category}\t${amounts}\t${why}`);
    }
    for (const { sellerId, typeCode, netMinor, taxMinor, totalMinor } of draft.invoices) {
      const amounts = `${netMinor}\t${taxMinor}\t${totalMinor}`;
      this.invoices.add(`${head}${newId()}\t${billId}\t${sellerId}\t${typeCode}\t${amounts}`);
    }
  }
}

/**
 * Writes whole drafts with one insert per table, however many there are. `rewrites` are those among them that were there before.
 * Never touches an issued bill: a trigger refuses it.
 */
export async function writeBillDrafts(
  sql: Sql,
  rows: DraftRows,
  rewrites: readonly DraftToWrite[],
): Promise<void> {
  await replaceHeads(sql, rows.context, rewrites);
  await insertRows(sql, 'bill', BILL, rows.bills);
  const { ids } = rows;
  await insertRows(sql, 'bill_line', LINE, rows.lines, { ids, columns: SHARED_OF_LINE });
  await insertRows(sql, 'bill_tax', TAX, rows.taxes);
  await insertRows(sql, 'invoice', INVOICE, rows.invoices);
  await insertRows(sql, 'line_share', SHARE, rows.shares, { ids, columns: SHARED_OF_SHARE });
}

/** Removes drafts that bill nothing any more. */
export async function deleteBillDrafts(
  sql: Sql,
  accountIds: readonly string[],
  billIds: readonly string[],
): Promise<void> {
  if (billIds.length === 0) return;
  await deleteParts(sql, accountIds, billIds);
  await sql.query(
    `delete from bill b using unnest($1::uuid[], $2::uuid[]) as d(account_id, bill_id)
     where b.billing_account_id = d.account_id and b.id = d.bill_id`,
    [accountIds, billIds],
  );
}

async function replaceHeads(sql: Sql, context: WriteContext, drafts: readonly DraftToWrite[]): Promise<void> {
  if (drafts.length === 0) return;
  const accountIds = drafts.map(({ draft }) => draft.accountId);
  const billIds = drafts.map(({ billId }) => billId);
  await deleteParts(sql, accountIds, billIds);
  await sql.query(
    `update bill b set run_id = $3::uuid, state = d.state, currency = d.currency, net_minor = d.net, tax_minor = d.tax,
       total_minor = d.total, amount_due_minor = d.due, draft_hash = d.draft_hash, shares_hash = d.shares_hash,
       parties = d.parties::jsonb
     from unnest($1::uuid[], $2::uuid[], $4::text[], $5::text[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
       $10::bytea[], $11::bytea[], $12::text[])
       as d(account_id, bill_id, state, currency, net, tax, total, due, draft_hash, shares_hash, parties)
     where b.billing_account_id = d.account_id and b.id = d.bill_id`,
    [
      accountIds,
      billIds,
      context.runId,
      drafts.map(({ state }) => state),
      drafts.map(({ draft }) => draft.currency),
      drafts.map(({ draft }) => draft.netMinor),
      drafts.map(({ draft }) => draft.taxMinor),
      drafts.map(({ draft }) => draft.totalMinor),
      drafts.map(({ draft }) => draft.amountDueMinor),
      drafts.map(({ draftHash }) => draftHash),
      drafts.map(({ sharesHash }) => sharesHash),
      drafts.map(({ parties }) => parties),
    ],
  );
}

async function deleteParts(
  sql: Sql,
  accountIds: readonly string[],
  billIds: readonly string[],
): Promise<void> {
  for (const table of ['line_share', 'bill_line', 'bill_tax', 'invoice']) {
    await sql.query(
      `delete from ${table} p using unnest($1::uuid[], $2::uuid[]) as d(account_id, bill_id)
       where p.billing_account_id = d.account_id and p.bill_id = d.bill_id`,
      [accountIds, billIds],
    );
  }
}

const BILL =
  'operator_id billing_account_id id cycle_id run_id kind sequence state period_from period_to currency net_minor tax_minor total_minor amount_due_minor draft_hash shares_hash parties'.split(
    ' ',
  );
const LINE =
  'operator_id billing_account_id id bill_id position line_key supplier_id supplier_role seller_id product_id offering_id price_id agreement_id partner_bill_id kind source_mode description period_from period_to quantity unit exact amount_minor tax_class tax_category tax_rate_ppm steps'.split(
    ' ',
  );
const TAX =
  'operator_id billing_account_id bill_id seller_id category rate_ppm base_minor tax_minor reason_code reason'.split(
    ' ',
  );
const INVOICE =
  'operator_id billing_account_id id bill_id seller_id type_code net_minor tax_minor total_minor'.split(' ');
const SHARE =
  'operator_id billing_account_id bill_id line_id party_id cycle_id agreement_id term_id amount_minor steps'.split(
    ' ',
  );

const SHARED_OF_LINE = new Set(
  'operator_id billing_account_id bill_id supplier_id seller_id offering_id price_id agreement_id partner_bill_id'.split(
    ' ',
  ),
);
const SHARED_OF_SHARE = new Set(
  'operator_id billing_account_id bill_id party_id cycle_id agreement_id term_id'.split(' '),
);

function billRow({ operatorId, cycleId, runId }: WriteContext, write: DraftToWrite): string {
  const { billId, kind, sequence, state, draft, draftHash, sharesHash, parties } = write;
  const { accountId, period, currency } = draft;
  const head = `${operatorId}\t${accountId}\t${billId}\t${cycleId}\t${runId}\t${kind}\t${sequence}\t${state}`;
  const amounts = `${draft.netMinor}\t${draft.taxMinor}\t${draft.totalMinor}\t${draft.amountDueMinor}`;
  const hashes = `${bytesField(draftHash)}\t${bytesField(sharesHash)}`;
  return `${head}\t${period.from}\t${period.to}\t${currency}\t${amounts}\t${hashes}\t${escaped(parties)}`;
}

// Decimals are sent as whole numbers with their scale, which PostgreSQL reads and we need not write out: 12.5 is `12500000000000000e-15`.
function lineRow(ids: SharedIds, head: string, line: BillLine): string {
  const { period, quantity } = line;
  return (
    `${head}\t${escaped(line.lineKey)}\t${ids.field(line.supplierId)}\t${line.supplierRole}\t` +
    `${ids.field(line.sellerId)}\t${plainField(line.productId)}\t${ids.field(line.offeringId)}\t` +
    `${ids.field(line.priceId)}\t${ids.field(line.agreementId)}\t${ids.field(line.partnerBillId)}\t` +
    `${line.kind}\t${line.sourceMode}\t${escaped(line.description)}\t${period.from}\t${period.to}\t` +
    `${quantity === null ? '\\N' : `${quantity}e-15`}\t${textField(line.unit)}\t${line.exact}e-30\t${line.amountMinor}\t` +
    `${escaped(line.taxClass)}\t${line.taxCategory}\t${line.taxRatePpm}\t${jsonField(line.steps)}`
  );
}

function shareRow(
  ids: SharedIds,
  head: string,
  { cycleId, agreementOfTerm }: WriteContext,
  share: Share,
): string {
  const { partyId, termId, amountMinor, steps } = share;
  const agreementId = termId === null ? null : (agreementOfTerm.get(termId) ?? null);
  const terms = `${ids.field(agreementId)}\t${ids.field(termId)}`;
  return `${head}${ids.field(partyId)}\t${ids.field(cycleId)}\t${terms}\t${amountMinor}\t${jsonField(steps)}`;
}

const textField = (value: string | null): string => (value === null ? '\\N' : escaped(value));

const jsonField = (steps: readonly unknown[]): string =>
  steps.length === 0 ? '[]' : escaped(JSON.stringify(steps));
