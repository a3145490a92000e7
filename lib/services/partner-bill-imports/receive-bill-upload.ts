import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import {
  endBillImport,
  findSameImport,
  insertBillImport,
  lockBillImport,
  type NewBillImport,
  saveImportReceived,
} from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import { conflict } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import { MAX_BILL_IMPORT_BYTES } from '@/lib/schemas/partner-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import type { BillImportView } from '@/lib/services/partner-bill-imports/bill-import-view';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';
import { chooseReader } from '@/lib/services/partner-bill-mappings/choose-reader';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { findCorrected } from '@/lib/services/partner-bills/find-replaced';
import { cycleOf, type ReceivePartnerBillInput } from '@/lib/services/partner-bills/receive-partner-bill';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';
import { requireBillInput } from '@/lib/services/partner-bills/require-bill-input';
import { inChunks } from '@/lib/services/uploads/in-chunks';
import { type StoredUpload, storeUpload, type UploadEnds } from '@/lib/services/uploads/store-upload';

export type BillUploadInput = Pick<
  ReceivePartnerBillInput,
  'partner' | 'cycle' | 'externalId' | 'format' | 'mapping' | 'fileName' | 'statedTotals' | 'replaces'
> & { bytes: AsyncIterable<Uint8Array> };

/**
 * Takes a partner's bill that is too large to be judged while its sender waits: its bytes as they come, a megabyte at a time, and
 * leaves the rest to a job. What the file is and by which mapping it is read is settled by its first megabyte. The same file under
 * the same number again is the import that is there. An upload that breaks off leaves a failed import and none of its bytes.
 * Fails: as `receivePartnerBill` before its rows, `import_cancelled`, `file_too_large`.
 */
export async function receiveBillUpload(
  ctx: ServiceContext,
  input: BillUploadInput,
): Promise<{ import: BillImportView; created: boolean }> {
  authorise(ctx, 'partner-bill.receive');
  requireBillInput(input);
  const partner = await findBillingPartner(ctx, input.partner);
  const cycleId = await cycleOf(ctx, partner.id, input);
  const pieces = inChunks(input.bytes, { maxBytes: MAX_BILL_IMPORT_BYTES, remedy: TOO_LARGE });
  const first = await pieces.next();
  const opening = first.done ? Buffer.alloc(0) : first.value;
  const row = await open(ctx, input, { partnerId: partner.id, cycleId }, opening);
  const upload = { kind: 'partner_bill_import' as const, id: row.id };
  const received = await storeUpload(ctx, upload, { opening, rest: pieces }, endsOf(ctx, row.id));
  const same = await finish(ctx, row, received);
  return { import: await getBillImport(ctx, same ?? row.id), created: same === null };
}

const open = (
  ctx: ServiceContext,
  input: BillUploadInput,
  of: { partnerId: string; cycleId: string },
  opening: Buffer,
): Promise<NewBillImport> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const { externalId, fileName, mapping = null, replaces = null, statedTotals = [] } = input;
    const file = { sha256: Buffer.alloc(32), read: () => only(opening) };
    const chosen = await chooseReader(sql, { partnerId: of.partnerId, format: input.format, mapping }, file);
    const replacesId = replaces === null ? null : (await findCorrected(sql, of.partnerId, replaces)).id;
    const read = { mappingId: chosen.mappingId, format: chosen.format, replacesId };
    const sent = { externalId, fileName, statedTotals, createdBy: actorName(ctx.actor), createdAt: ctx.now };
    const row = { id: newId(), ...of, ...read, ...sent };
    await insertBillImport(sql, ctx.actor.operatorId, row);
    return row;
  });

const endsOf = (ctx: ServiceContext, id: string): UploadEnds => ({
  cancelled,
  fail: async (sql, failure) => {
    if ((await lockBillImport(sql, id)) !== 'receiving') return;
    await endBillImport(sql, id, { state: 'failed', failure: { ...failure, issues: [] } }, ctx.now);
  },
});

/** Hands the file to the job that reads it, or answers the same import that is there already. */
const finish = (ctx: ServiceContext, row: NewBillImport, received: StoredUpload): Promise<string | null> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const { operatorId } = ctx.actor;
    if ((await lockBillImport(sql, row.id)) !== 'receiving') throw cancelled();
    const same = await findSameImport(sql, row, received.contentHash);
    if (same !== null) {
      await endBillImport(sql, row.id, { state: 'cancelled' }, ctx.now);
      return same;
    }
    await saveImportReceived(sql, row.id, received);
    const { partnerId, cycleId, externalId, format } = row;
    const contentHash = received.contentHash.toString('hex');
    const after = { partnerId, cycleId, externalId, format, sizeBytes: received.sizeBytes, contentHash };
    const entity = { entityType: 'partner_bill_import', entityId: row.id };
    await appendAudit(sql, ctx.actor, { action: 'partner-bill-import.received', ...entity, after });
    const event = { type: 'partner-bill-import.received', ...entity, payload: after };
    await appendEvent(sql, operatorId, { ...event, partyIds: [partnerId] });
    const jobKey = `partner-bill-import:${row.id}`;
    await enqueue(sql, 'partner-bill-import.read', { operatorId, importId: row.id }, { jobKey });
    return null;
  });

async function* only(bytes: Buffer) {
  yield bytes;
}

const cancelled = () =>
  conflict('import_cancelled', 'The bill was cancelled while it arrived. Nothing of it is kept.');

const TOO_LARGE = 'Split it into parts and send each under a number of its own.';
