import { isConnectionLoss } from '@/lib/db/connection-loss';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { insertFileFaults, type UsageFileFault } from '@/lib/db/usage-file-faults';
import {
  findFileMapping,
  findUsageFile,
  lockUsageFile,
  notifyUsageFile,
  saveFileProgress,
  startReading,
  type UsageFileCounts,
  type UsageFileRow,
  type UsageFileState,
} from '@/lib/db/usage-files';
import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { env } from '@/lib/env';
import { AppError, notFound } from '@/lib/errors';
import { failpoint } from '@/lib/failpoint';
import { type OpenUsageFile, openUsageFile } from '@/lib/integrations/usage-files/open-usage-file';
import { unpack } from '@/lib/integrations/usage-files/unpack';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { retrying } from '@/lib/services/retrying';
import { storedBytes } from '@/lib/services/uploads/stored-bytes';
import { CONFLICT } from '@/lib/services/usage/settle-suspense';
import { takeEvents } from '@/lib/services/usage/take-events';
import { endFile, type FileEnd } from '@/lib/services/usage-files/end-file';
import { faultOf, type ReadPlace, type RowBatch, readBatches } from '@/lib/services/usage-files/read-batches';
import { storedOpening } from '@/lib/services/usage-files/stored-opening';

export type ReadOptions = { signal?: AbortSignal; rowsPerBatch?: number };

/**
 * Reads a received file: some thousand rows a transaction, in which their events are taken, those refused are kept and the place
 * is saved. So a reader that dies at any point leaves whole batches and no others, and the next goes on from there; while
 * PostgreSQL takes one batch the next is parsed. A file that cannot be read at all fails with its reason, and what was taken of
 * it stays taken. Answers the file's state: `reading` when it was asked to stop before the end.
 */
export async function readUsageFile(
  ctx: ServiceContext,
  fileId: string,
  options: ReadOptions = {},
): Promise<UsageFileState> {
  authorise(ctx, 'usage.send');
  const begun = await begin(ctx, fileId);
  if (begun.file.state !== 'reading') return begun.file.state;
  try {
    const isDone = await readOn(ctx, begun, options);
    return isDone ? await finish(ctx, fileId) : 'reading';
  } catch (error) {
    if (error instanceof LeftToAnother) return error.state;
    // The queue tries again; a defect would come again, and is shown to a person instead.
    if (isConnectionLoss(error)) throw error;
    return end(ctx, fileId, { state: 'failed', failure: failureOf(error, fileId) });
  }
}

function failureOf(error: unknown, fileId: string): string {
  if (error instanceof AppError) return error.message;
  log.error({ fileId, error: error instanceof Error ? error.stack : String(error) }, 'usage file failed');
  return 'Something went wrong on our side. What was taken counts; send the file again for the rest.';
}

type Begun = { file: UsageFileRow; mapping: UsageMapping | null };

const begin = (ctx: ServiceContext, fileId: string): Promise<Begun> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const locked = await lockUsageFile(sql, fileId);
    if (!locked) throw notFound('The file');
    if (locked.state === 'waiting') await startReading(sql, fileId, ctx.now);
    await notifyUsageFile(sql, ctx.actor.operatorId, fileId);
    return { file: (await findUsageFile(sql, fileId))!, mapping: await findFileMapping(sql, fileId) };
  });

const ROWS_PER_BATCH = 4000;
/** Of what may be received, so many times as much may come out of it. */
const UNPACKED_MAX_FACTOR = 10;

async function readOn(ctx: ServiceContext, { file, mapping }: Begun, options: ReadOptions): Promise<boolean> {
  const scope = operatorWide(ctx.actor);
  const maxUnpackedBytes = env().USAGE_FILE_MAX_BYTES * UNPACKED_MAX_FACTOR;
  const { format, compression, sender } = file;
  const opening = await storedOpening(scope, file, maxUnpackedBytes);
  const open = await openUsageFile(opening, { format, mapping, sender: sender.slug });
  const from = placeIn(file.checkpoint) ?? { offset: open.startOffset, row: 0, passedOver: 0 };
  const content = unpack(
    { compression, maxUnpackedBytes },
    (at) => storedBytes(scope, { kind: 'usage_file', id: file.id }, at),
    from.offset,
  );
  const { layout } = open;
  const csv = layout && { delimiter: layout.delimiter, header: layout.header };
  const limits = { nowMs: Date.parse(ctx.now), rowsPerBatch: options.rowsPerBatch ?? ROWS_PER_BATCH };

  let saving: Promise<void> = Promise.resolve();
  let place = from;
  try {
    for await (const batch of readBatches(open, content, from, limits)) {
      await saving;
      if (options.signal?.aborted) return false;
      const after = place;
      saving = retrying(() => saveBatch(ctx, file, batch, after, { csv, place: open.place }));
      // Waited for in the next turn; until then its failure is nobody's yet.
      saving.catch(() => {});
      place = batch.next;
    }
    await saving;
    return true;
  } finally {
    await saving.catch(() => {});
  }
}

function placeIn(checkpoint: Record<string, unknown>): ReadPlace | null {
  const { offset, row, passedOver } = checkpoint as Partial<ReadPlace>;
  return offset === undefined || row === undefined ? null : { offset, row, passedOver: passedOver ?? 0 };
}

/** Another worker goes on with the file, or someone cancelled it: this one has nothing more to do. */
class LeftToAnother extends Error {
  constructor(readonly state: UsageFileState) {
    super('left to another');
  }
}

async function saveBatch(
  ctx: ServiceContext,
  file: UsageFileRow,
  batch: RowBatch,
  after: ReadPlace,
  { csv, place }: { csv: unknown; place: OpenUsageFile['place'] },
): Promise<void> {
  const { operatorId } = ctx.actor;
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const locked = await lockUsageFile(sql, file.id);
    const stored = locked && placeIn(locked.checkpoint);
    if (locked?.state !== 'reading' || (stored?.row ?? 0) !== after.row) {
      throw new LeftToAnother(locked?.state ?? 'cancelled');
    }
    const { counts, faults } = await takeBatch(sql, ctx, file, batch, place);
    await insertFileFaults(sql, operatorId, file.id, faults);
    const checkpoint = { ...batch.next, csv };
    await saveFileProgress(sql, file.id, { counts, bytesRead: batch.packedBytes, checkpoint });
    await notifyUsageFile(sql, operatorId, file.id);
    failpoint('usage-file.batch.before-commit');
  });
  failpoint('usage-file.batch.after-commit');
}

async function takeBatch(
  sql: Sql,
  ctx: ServiceContext,
  { sender }: UsageFileRow,
  batch: RowBatch,
  place: OpenUsageFile['place'],
): Promise<{ counts: UsageFileCounts; faults: UsageFileFault[] }> {
  const counts: UsageFileCounts = {
    received: batch.events.length + batch.faults.length,
    accepted: 0,
    duplicate: 0,
    conflict: 0,
    rejected: batch.faults.length,
    suspended: 0,
  };
  const supplierId = sender.kind === 'partner' ? sender.id : null;
  const from = { operatorId: ctx.actor.operatorId, supplierId };
  const outcomes = batch.events.length === 0 ? [] : await takeEvents(sql, from, batch.events, ctx.now);
  const faults = [...batch.faults];
  for (const [index, outcome] of outcomes.entries()) {
    const { rowNo, text } = batch.eventRows[index]!;
    if (outcome.status === 'accepted' || outcome.status === 'duplicate') {
      counts[outcome.status] += 1;
      continue;
    }
    const status = outcome.status === 'waiting' ? 'suspended' : outcome.status;
    counts[status] += 1;
    const { code, path, message } = 'code' in outcome ? outcome : CONFLICT;
    faults.push(faultOf(rowNo, text, status, { code, path: place(path), message }));
  }
  return { counts, faults };
}

const finish = (ctx: ServiceContext, fileId: string): Promise<UsageFileState> =>
  end(ctx, fileId, { state: 'done', failure: null });

/** Ends the file once, whoever comes first. */
const end = (ctx: ServiceContext, fileId: string, result: FileEnd): Promise<UsageFileState> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const locked = await lockUsageFile(sql, fileId);
    if (locked?.state !== 'reading') return locked?.state ?? 'cancelled';
    await endFile(sql, ctx.actor.operatorId, fileId, result);
    return result.state;
  });
