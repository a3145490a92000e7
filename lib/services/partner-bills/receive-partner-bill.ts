import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { storeChanges } from '@/lib/db/partner-bill-changes';
import { type FamilyBillRow, findNamedBill, listFamily } from '@/lib/db/partner-bill-family';
import { setBillMapping } from '@/lib/db/partner-bill-mappings';
import { findReceivingAgreement } from '@/lib/db/partner-bill-terms';
import {
  insertBillRemark,
  insertPartnerBill,
  listSameBills,
  savePartnerBillStatement,
} from '@/lib/db/partner-bills';
import { saveBillLayout } from '@/lib/db/rejected-lines';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { recogniseBill } from '@/lib/domain/billing/partner-bill/recognise-bill';
import { conflict, invalid } from '@/lib/errors';
import { type SpooledFile, withSpooledFile } from '@/lib/integrations/partner-bills/spool-file';
import { MAX_PARTNER_BILL_BYTES } from '@/lib/schemas/partner-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { chooseReader } from '@/lib/services/partner-bill-mappings/choose-reader';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { findCorrected, headOf, placeOfCorrection } from '@/lib/services/partner-bills/find-replaced';
import { type PartnerBillView, viewPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';
import { importRows } from '@/lib/services/partner-bills/import-rows';
import { rowNumbers, withKeptRows } from '@/lib/services/partner-bills/kept-rows';
import { findBillingPartner, findReceivingCycle } from '@/lib/services/partner-bills/receiving';
import { recheckDuplicates } from '@/lib/services/partner-bills/recheck-duplicates';
import { requireBillInput } from '@/lib/services/partner-bills/require-bill-input';
import { saveReport } from '@/lib/services/partner-bills/save-report';
import { storeStatement } from '@/lib/services/partner-bills/stored-statement';
import { loadValidationContext } from '@/lib/services/partner-bills/validation-context';
import { retrying } from '@/lib/services/retrying';

export type ReceivePartnerBillInput = {
  /** Id or short name; null: the partner who asks. */
  partner: string | null;
  /** Id; null is refused with the cycles there are. */
  cycle: string | null;
  externalId: string;
  /** `auto` leaves it to the file. */
  format: string;
  /** Of a CSV: id or name of the mapping to read it by; else the one remembered for its header. */
  mapping?: string | null;
  fileName: string | null;
  bytes: Uint8Array | AsyncIterable<Uint8Array> | SpooledFile;
  /** What the partner says the bill comes to, one amount per currency. */
  statedTotals?: readonly { currency: string; amount: string }[];
  /** Number or id of the bill that this one corrects; its cycle is this one's. */
  replaces?: string | null;
  /** A reading of the partner's own system: other content than it gave before under this number corrects that, and is numbered on. */
  isReading?: boolean;
  /** Who sent it, when a job takes it in that name. */
  receivedBy?: string;
  /** After each batch of rows, with how many there were so far; what it throws undoes all of the bill. */
  onRows?: (rows: number) => Promise<void>;
  /** Last in the bill's transaction; what it throws undoes all of the bill. */
  onStored?: (sql: Sql, billId: string) => Promise<void>;
};

/**
 * Takes a partner's bill by file: every row is stored and judged, what is wrong is told, nothing is dropped. The same
 * bytes or the same number again answer the bill that is there (`created: false`). A correction names what it `replaces`, and takes
 * its place once it is accepted. All of it is one transaction: a crash leaves nothing, and sending again starts afresh.
 * Fails: `partner_bills_busy`, `unknown_bill`, `other_cycle`, `replaced_already`, `not_found` (partner, cycle), `external_id_required`, `unknown_currency`, `bad_number`, `unknown_format`, `mapping_required`, `replaces_required`, `cycle_required`, `no_agreement`,
 * `external_id_conflict`, `file_too_large`, and the reader's own codes for a file that is not of the format.
 */
export async function receivePartnerBill(
  ctx: ServiceContext,
  input: ReceivePartnerBillInput,
): Promise<{ bill: PartnerBillView; created: boolean }> {
  authorise(ctx, 'partner-bill.receive');
  requireBillInput(input);
  const partner = await findBillingPartner(ctx, input.partner);
  const cycleId = await cycleOf(ctx, partner.id, input);
  const { id, created } = await withSpooledFile(input.bytes, MAX_PARTNER_BILL_BYTES, (file) =>
    // A run takes lines and then drafts, a correction drafts and then lines: one of two that meet is told to start again.
    retrying(() =>
      withTenantSql(operatorWide(ctx.actor), async (sql) => {
        const stored = await storeBill(sql, ctx, { ...input, partnerId: partner.id, cycleId }, file);
        await input.onStored?.(sql, stored.id);
        return stored;
      }),
    ),
  );
  return { bill: await viewPartnerBill(ctx, id), created };
}

/** The cycle a bill is for: that of the bill it corrects, when it names none. */
export async function cycleOf(
  ctx: ServiceContext,
  partnerId: string,
  { cycle, replaces = null }: Pick<ReceivePartnerBillInput, 'cycle' | 'replaces'>,
): Promise<string> {
  if (cycle !== null || replaces === null) return (await findReceivingCycle(ctx, partnerId, cycle)).id;
  const corrected = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    findCorrected(sql, partnerId, replaces),
  );
  return corrected.cycleId;
}

async function storeBill(
  sql: Sql,
  ctx: ServiceContext,
  input: ReceivePartnerBillInput & { partnerId: string; cycleId: string },
  file: SpooledFile,
): Promise<{ id: string; created: boolean }> {
  const { partnerId, cycleId, fileName, statedTotals = [] } = input;
  await holdPartnerBills(sql, ctx.actor, partnerId);
  const chosen = await chooseReader(sql, { ...input, mapping: input.mapping ?? null }, file);
  const { reader, format, contentHash } = chosen;
  const named = await correctedBy(sql, input);
  const externalId = named?.numberedOn ?? input.externalId;
  const same = recogniseBill(await listSameBills(sql, partnerId, externalId, contentHash), {
    externalId,
    contentHash,
    corrects: named?.bill.id ?? null,
  });
  if (same.kind === 'same') return { id: same.bill.id, created: false };
  if (same.kind === 'conflict') throw conflict(same.issue.code, same.issue.message);
  const place = named && (await placeOfCorrection(sql, named.bill, cycleId));

  const agreement = await findReceivingAgreement(sql, partnerId, cycleId);
  if (!agreement) {
    throw invalid(
      'no_agreement',
      'partner',
      'No signed agreement with this partner covers the cycle. Sign one first, then send the bill again.',
    );
  }
  const { operatorId } = ctx.actor;
  const { replacesId = null, originalId = null } = place ?? {};
  const received = { receivedAt: ctx.now, state: 'received' as const };
  const bill = { operatorId, id: newId(), partnerId, cycleId, replacesId, originalId, ...received };
  const row = { ...bill, agreementId: agreement.id, externalId, format, fileName, contentHash };
  await insertPartnerBill(sql, operatorId, { ...row, receivedBy: input.receivedBy ?? actorName(ctx.actor) });
  if (chosen.mappingId !== null) await setBillMapping(sql, bill.id, chosen.mappingId);
  const context = await loadValidationContext(sql, row, statedTotals, reader.columns);
  const layout = await reader.layout?.(file.read());
  if (layout) await saveBillLayout(sql, bill.id, layout);
  const numbers = await rowNumbers(sql, named?.bill.id ?? null);
  const rows = withKeptRows(
    sql,
    reader.read(file.read(), context.cycle, numbers),
    numbers,
    named?.bill.id ?? null,
  );
  const { report, hasWaitingLines, read } = await importRows(sql, bill, rows, context, input.onRows);
  if (read) await savePartnerBillStatement(sql, bill.id, storeStatement(read));
  if (replacesId !== null) await storeChanges(sql, operatorId, { id: bill.id, replacesId });
  const state = await saveReport(sql, bill, report, { hasWaitingLines, acceptance: context.acceptance });
  if (state === 'accepted' && replacesId !== null) await recheckDuplicates(sql, operatorId, bill);
  const remark = chosen.remark ?? reader.remark?.() ?? null;
  if (remark) await insertBillRemark(sql, operatorId, bill.id, remark);
  await record(sql, ctx, row, state, report.lines);
  return { id: bill.id, created: true };
}

/** The bill that the sender names, or that a reading of a system takes the place of, with the number this one then has. */
async function correctedBy(
  sql: Sql,
  { partnerId, externalId, replaces = null, isReading }: ReceivePartnerBillInput & { partnerId: string },
): Promise<{ bill: FamilyBillRow; numberedOn?: string } | null> {
  if (replaces !== null) return { bill: await findCorrected(sql, partnerId, replaces) };
  const first = isReading ? await findNamedBill(sql, partnerId, externalId) : null;
  if (first === null) return null;
  const family = await listFamily(sql, first.originalId ?? first.id);
  return { bill: headOf(family, first), numberedOn: `${externalId} (${family.length + 1})` };
}

async function record(
  sql: Sql,
  ctx: ServiceContext,
  bill: {
    id: string;
    partnerId: string;
    cycleId: string;
    externalId: string;
    contentHash: string;
    replacesId: string | null;
  },
  state: string,
  lines: object,
): Promise<void> {
  const { id, ...facts } = bill;
  const after = {
    partnerId: facts.partnerId,
    cycleId: facts.cycleId,
    externalId: facts.externalId,
    contentHash: facts.contentHash,
    ...(facts.replacesId !== null && { replacesId: facts.replacesId }),
    state,
    lines,
  };
  await appendAudit(sql, ctx.actor, {
    action: 'partner-bill.received',
    entityType: 'partner_bill',
    entityId: id,
    after,
  });
  await appendEvent(sql, ctx.actor.operatorId, {
    type: 'partner-bill.received',
    entityType: 'partner_bill',
    entityId: id,
    payload: after,
    partyIds: [facts.partnerId],
  });
}
