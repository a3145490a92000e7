import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import type { BillKind } from '@/lib/db/charged-lines';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { formatExact } from '@/lib/domain/money/exact';
import type { LineShares } from '@/lib/domain/settlement/share';

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

/** Writes whole drafts with one insert per table, however many there are. Never touches an issued bill: a trigger refuses it. */
export async function writeBillDrafts(
  sql: Sql,
  context: WriteContext,
  drafts: readonly DraftToWrite[],
): Promise<void> {
  const created = drafts.filter(({ isNew }) => isNew);
  const changed = drafts.filter(({ isNew }) => !isNew);
  await replaceHeads(sql, context, changed);
  await insertRows(
    sql,
    'bill',
    BILL,
    created.map((draft) => billRow(context, draft)),
  );

  const rows = partRows(context, drafts);
  await insertRows(sql, 'bill_line', LINE, rows.lines);
  await insertRows(sql, 'bill_tax', TAX, rows.taxes);
  await insertRows(sql, 'invoice', INVOICE, rows.invoices);
  await insertRows(sql, 'line_share', SHARE, rows.shares);
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

function billRow({ operatorId, cycleId, runId }: WriteContext, write: DraftToWrite): string {
  const { draft } = write;
  return copyRow([
    operatorId,
    draft.accountId,
    write.billId,
    cycleId,
    runId,
    write.kind,
    write.sequence,
    write.state,
    draft.period.from,
    draft.period.to,
    draft.currency,
    draft.netMinor,
    draft.taxMinor,
    draft.totalMinor,
    draft.amountDueMinor,
    write.draftHash,
    write.sharesHash,
    write.parties,
  ]);
}

type PartRows = { lines: string[]; taxes: string[]; invoices: string[]; shares: string[] };

function partRows(context: WriteContext, drafts: readonly DraftToWrite[]): PartRows {
  const rows: PartRows = { lines: [], taxes: [], invoices: [], shares: [] };
  for (const { billId, draft, shares } of drafts) {
    const head = [context.operatorId, draft.accountId] as const;
    let position = 0;
    for (const section of draft.sections) {
      for (const line of section.lines) {
        const lineId = newId();
        rows.lines.push(lineRow(head, lineId, billId, position, line));
        pushShares(rows.shares, context, draft.accountId, billId, lineId, shares[position]!);
        position += 1;
      }
    }
    for (const { sellerId, category, ratePpm, baseMinor, taxMinor, reasonCode, reason } of draft.taxes) {
      rows.taxes.push(
        copyRow([...head, billId, sellerId, category, ratePpm, baseMinor, taxMinor, reasonCode, reason]),
      );
    }
    for (const { sellerId, typeCode, netMinor, taxMinor, totalMinor } of draft.invoices) {
      rows.invoices.push(
        copyRow([...head, newId(), billId, sellerId, typeCode, netMinor, taxMinor, totalMinor]),
      );
    }
  }
  return rows;
}

function lineRow(
  head: readonly [string, string],
  lineId: string,
  billId: string,
  position: number,
  line: BillLine,
): string {
  return copyRow([
    head[0],
    head[1],
    lineId,
    billId,
    position,
    line.lineKey,
    line.supplierId,
    line.supplierRole,
    line.sellerId,
    line.productId,
    line.offeringId,
    line.priceId ?? null,
    line.agreementId,
    line.partnerBillId,
    line.kind,
    line.sourceMode,
    line.description,
    line.period.from,
    line.period.to,
    line.quantity === null ? null : formatDecimal(line.quantity),
    line.unit,
    formatExact(line.exact),
    line.amountMinor,
    line.taxClass,
    line.taxCategory,
    line.taxRatePpm,
    JSON.stringify(line.steps),
  ]);
}

function pushShares(
  rows: string[],
  { operatorId, cycleId, agreementOfTerm }: WriteContext,
  accountId: string,
  billId: string,
  lineId: string,
  { shares }: LineShares,
): void {
  for (const { partyId, termId, amountMinor, steps } of shares) {
    const agreementId = termId === null ? null : (agreementOfTerm.get(termId) ?? null);
    rows.push(
      copyRow([
        operatorId,
        accountId,
        billId,
        lineId,
        partyId,
        cycleId,
        agreementId,
        termId,
        amountMinor,
        JSON.stringify(steps),
      ]),
    );
  }
}
