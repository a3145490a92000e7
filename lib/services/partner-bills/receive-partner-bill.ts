import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { findReceivingAgreement } from '@/lib/db/partner-bill-terms';
import {
  insertPartnerBill,
  listSameBills,
  lockPartnerBills,
  savePartnerBillStatement,
} from '@/lib/db/partner-bills';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { recogniseBill } from '@/lib/domain/billing/partner-bill/recognise-bill';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { AppError, conflict, invalid } from '@/lib/errors';
import { partnerBillReaders } from '@/lib/integrations/partner-bills/formats';
import type { PartnerBillReader } from '@/lib/integrations/partner-bills/partner-row';
import { type SpooledFile, withSpooledFile } from '@/lib/integrations/partner-bills/spool-file';
import { MAX_PARTNER_BILL_BYTES, partnerBillFormats } from '@/lib/schemas/partner-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { type PartnerBillView, viewPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { importRows } from '@/lib/services/partner-bills/import-rows';
import { findBillingPartner, findReceivingCycle } from '@/lib/services/partner-bills/receiving';
import { saveReport } from '@/lib/services/partner-bills/save-report';
import { storeStatement } from '@/lib/services/partner-bills/stored-statement';
import { loadValidationContext } from '@/lib/services/partner-bills/validation-context';

export type ReceivePartnerBillInput = {
  /** Id or short name; null: the partner who asks. */
  partner: string | null;
  /** Id; null is refused with the cycles there are. */
  cycle: string | null;
  externalId: string;
  format: string;
  fileName: string | null;
  bytes: Uint8Array | AsyncIterable<Uint8Array>;
  /** What the partner says the bill comes to, one amount per currency. */
  statedTotals?: readonly { currency: string; amount: string }[];
};

/**
 * Takes a partner's bill by file: every row is stored and judged, what is wrong is told, nothing is dropped. The same
 * bytes or the same number again answer the bill that is there (`created: false`). All of it is one transaction: a
 * crash leaves nothing, and sending again starts afresh.
 * Fails: `not_found` (partner, cycle), `external_id_required`, `unknown_currency`, `bad_number`, `unknown_format`, `format_not_served`, `cycle_required`, `no_agreement`,
 * `external_id_conflict`, `file_too_large`, and the reader's own codes for a file that is not of the format.
 */
export async function receivePartnerBill(
  ctx: ServiceContext,
  input: ReceivePartnerBillInput,
): Promise<{ bill: PartnerBillView; created: boolean }> {
  authorise(ctx, 'partner-bill.receive');
  const reader = readerOf(input.format);
  if (input.externalId.trim() === '' || input.externalId.length > 200) {
    throw invalid(
      'external_id_required',
      'externalId',
      'Give the bill its number in the partner’s books, up to 200 characters.',
    );
  }
  requireTotals(input.statedTotals ?? []);
  const partner = await findBillingPartner(ctx, input.partner);
  const cycle = await findReceivingCycle(ctx, partner.id, input.cycle);
  const { id, created } = await withSpooledFile(input.bytes, MAX_PARTNER_BILL_BYTES, (file) =>
    withTenantSql(operatorWide(ctx.actor), (sql) =>
      storeBill(sql, ctx, { ...input, partnerId: partner.id, cycleId: cycle.id }, file, reader),
    ),
  );
  return { bill: await viewPartnerBill(ctx, id), created };
}

async function storeBill(
  sql: Sql,
  ctx: ServiceContext,
  input: ReceivePartnerBillInput & { partnerId: string; cycleId: string },
  file: SpooledFile,
  reader: PartnerBillReader,
): Promise<{ id: string; created: boolean }> {
  const { partnerId, cycleId, externalId, format, fileName, statedTotals = [] } = input;
  const contentHash = file.sha256.toString('hex');
  await lockPartnerBills(sql, partnerId);
  const same = recogniseBill(await listSameBills(sql, partnerId, externalId, contentHash), {
    externalId,
    contentHash,
  });
  if (same.kind === 'same') return { id: same.bill.id, created: false };
  if (same.kind === 'conflict') throw conflict(same.issue.code, same.issue.message);

  const agreement = await findReceivingAgreement(sql, partnerId, cycleId);
  if (!agreement) {
    throw invalid(
      'no_agreement',
      'partner',
      'No signed agreement with this partner covers the cycle. Sign one first, then send the bill again.',
    );
  }
  const { operatorId } = ctx.actor;
  const bill = { operatorId, id: newId(), partnerId, receivedAt: ctx.now, state: 'received' as const };
  const row = { ...bill, agreementId: agreement.id, cycleId, externalId, format, fileName, contentHash };
  await insertPartnerBill(sql, operatorId, { ...row, receivedBy: actorName(ctx.actor) });
  const context = await loadValidationContext(sql, row, statedTotals, reader.columns);
  const { report, hasWaitingLines, read } = await importRows(
    sql,
    bill,
    reader.read(file.read(), context.cycle),
    context,
  );
  if (read) await savePartnerBillStatement(sql, bill.id, storeStatement(read));
  const state = await saveReport(sql, bill, report, hasWaitingLines);
  await record(sql, ctx, row, state, report.lines);
  return { id: bill.id, created: true };
}

async function record(
  sql: Sql,
  ctx: ServiceContext,
  bill: { id: string; partnerId: string; cycleId: string; externalId: string; contentHash: string },
  state: string,
  lines: object,
): Promise<void> {
  const { id, ...facts } = bill;
  const after = {
    partnerId: facts.partnerId,
    cycleId: facts.cycleId,
    externalId: facts.externalId,
    contentHash: facts.contentHash,
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

function requireTotals(totals: readonly { currency: string; amount: string }[]): void {
  for (const [i, { currency, amount }] of totals.entries()) {
    if (!isCurrency(currency)) {
      throw invalid(
        'unknown_currency',
        `statedTotals.${i}.currency`,
        `${currency.slice(0, 40)} is not an ISO 4217 currency.`,
      );
    }
    if (parseDecimal(amount) === null) {
      throw invalid(
        'bad_number',
        `statedTotals.${i}.amount`,
        'Write the total as a number with a point, as 20.52.',
      );
    }
    if (totals.findIndex((total) => total.currency === currency) < i) {
      throw invalid(
        'repeated_total',
        `statedTotals.${i}.currency`,
        `There are two totals in ${currency}. State one.`,
      );
    }
  }
}

function readerOf(format: string): PartnerBillReader {
  const reader = Object.hasOwn(partnerBillReaders, format) ? partnerBillReaders[format] : undefined;
  if (reader) return reader;
  const served = Object.keys(partnerBillReaders).join(', ');
  if (partnerBillFormats.some((known) => known === format)) {
    throw invalid(
      'format_not_served',
      'format',
      `Bills in ${format} are not read yet. Send the bill as ${served}.`,
    );
  }
  const known = `"${format.slice(0, 40)}" is no format of partner bills`;
  throw new AppError(
    'invalid',
    'unknown_format',
    `${known}. Known are ${partnerBillFormats.join(', ')}; read now: ${served}.`,
    [{ code: 'unknown_format', path: 'format', message: `Send the bill as ${served}.` }],
  );
}
