import { isConnectionLoss } from '@/lib/db/connection-loss';
import {
  type BillImportFailure,
  type BillImportRow,
  type BillImportState,
  findBillImport,
  lockBillImport,
  notifyBillImport,
  saveImportProgress,
  startImport,
} from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import { AppError, notFound } from '@/lib/errors';
import { failpoint } from '@/lib/failpoint';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { endImport } from '@/lib/services/partner-bill-imports/end-import';
import { type StoredImport, storedImport } from '@/lib/services/partner-bill-imports/stored-import';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';

export type ReadImportOptions = { signal?: AbortSignal };

/**
 * Takes a received file as the partner's bill, by the very way a small one goes and in one transaction, which also ends the import:
 * a reader that dies leaves nothing, and the next begins again. How far it is, is told in transactions of their own. What cannot be
 * a bill fails with the reason. Answers the import's state: `reading` when it was asked to stop before the end.
 */
export async function readBillImport(
  ctx: ServiceContext,
  importId: string,
  { signal }: ReadImportOptions = {},
): Promise<BillImportState> {
  authorise(ctx, 'partner-bill.receive');
  const row = await begin(ctx, importId);
  if (row.state !== 'reading') return row.state;
  try {
    await take(ctx, row, signal);
    return 'done';
  } catch (error) {
    if (error instanceof Left) return error.state;
    // The queue tries again; a defect would come again, and is shown to a person instead.
    if (isConnectionLoss(error)) throw error;
    return fail(ctx, importId, failureOf(error, importId));
  }
}

const begin = (ctx: ServiceContext, id: string): Promise<BillImportRow> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const state = await lockBillImport(sql, id);
    if (state === null) throw notFound('The import');
    if (state === 'waiting' || state === 'reading') await startImport(sql, id, ctx.now);
    await notifyBillImport(sql, ctx.actor.operatorId, id);
    return (await findBillImport(sql, id))!;
  });

async function take(ctx: ServiceContext, row: BillImportRow, signal?: AbortSignal): Promise<void> {
  const scope = operatorWide(ctx.actor);
  const { sizeBytes, contentHash } = row;
  const file = storedImport(
    scope,
    { id: row.id, sizeBytes, contentHash: contentHash! },
    () => new Left('cancelled'),
  );
  await receivePartnerBill(ctx, {
    partner: row.partner.id,
    cycle: row.cycle.id,
    externalId: row.externalId,
    format: row.format,
    mapping: row.mappingId,
    replaces: row.replacesId,
    fileName: row.fileName,
    statedTotals: row.statedTotals,
    receivedBy: row.createdBy,
    bytes: file,
    onRows: progressOf(ctx, row.id, file, signal),
    onStored: async (sql, partnerBillId) => {
      const state = await lockBillImport(sql, row.id);
      if (state !== 'reading') throw new Left(state ?? 'cancelled');
      await endImport(sql, ctx.actor.operatorId, row.id, { state: 'done', partnerBillId });
      failpoint('partner-bill-import.before-commit');
    },
  });
}

const TELL_EVERY_MS = 500;

/** Tells how far the reading is, twice a second; ends it when someone cancelled it or the worker is asked to stop. */
function progressOf(
  ctx: ServiceContext,
  id: string,
  file: StoredImport,
  signal?: AbortSignal,
): (rows: number) => Promise<void> {
  let toldAt = performance.now();
  return async (rowsRead) => {
    failpoint('partner-bill-import.rows');
    if (signal?.aborted) throw new Left('reading');
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    const isRead = await withTenantSql(operatorWide(ctx.actor), async (sql) => {
      await notifyBillImport(sql, ctx.actor.operatorId, id);
      return saveImportProgress(sql, id, { bytesRead: file.bytesRead(), rowsRead });
    });
    if (!isRead) throw new Left('cancelled');
  };
}

/** Someone cancelled it, another worker ended it, or this one is to stop: nothing more to do here. */
class Left extends Error {
  constructor(readonly state: BillImportState) {
    super('left');
  }
}

function failureOf(error: unknown, importId: string): BillImportFailure {
  if (error instanceof AppError) {
    const issues = error.issues
      .slice(0, MAX_ISSUES)
      .map(({ code, path, message }) => ({ code, path, message }));
    return { code: error.code, message: error.message, issues };
  }
  log.error({ importId, error: error instanceof Error ? error.stack : String(error) }, 'partner bill failed');
  const message = 'Something went wrong on our side, and nothing of the bill was kept. Send the file again.';
  return { code: 'internal_error', message, issues: [] };
}

const MAX_ISSUES = 50;

/** Ends the import once, whoever comes first. */
const fail = (ctx: ServiceContext, id: string, failure: BillImportFailure): Promise<BillImportState> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const state = await lockBillImport(sql, id);
    if (state !== 'reading') return state ?? 'cancelled';
    await endImport(sql, ctx.actor.operatorId, id, { state: 'failed', failure });
    return 'failed';
  });
