import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import {
  CHUNK_BYTES,
  deleteFileChunks,
  endUsageFile,
  findSameFile,
  insertFileChunk,
  insertUsageFile,
  lockUsageFile,
  type NewUsageFile,
  saveReceived,
} from '@/lib/db/usage-files';
import { findSendersMapping } from '@/lib/db/usage-mappings';
import type { UsageFileFormat } from '@/lib/domain/usage/mapping';
import { env } from '@/lib/env';
import { AppError, conflict, invalid } from '@/lib/errors';
import { sniffUsageFile } from '@/lib/integrations/usage-files/sniff-usage-file';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import type { UsageFileDetail } from '@/lib/services/usage-files/usage-file-view';
import { findUsageSender } from '@/lib/services/usage-files/usage-sender';

export type ReceiveUsageFileInput = {
  name: string;
  /** Null: found out from the content. */
  format: UsageFileFormat | null;
  /** Name (its current version) or id; null: the file says itself what its rows mean. */
  mapping: string | null;
  /** Id or short name, for an operator who sends in a partner's name; null: who asks. */
  partner: string | null;
  bytes: AsyncIterable<Uint8Array>;
};

/**
 * Takes a usage file as it comes, a megabyte at a time and never whole, and leaves its reading to a job. The same bytes with the
 * same mapping again answer the file that is there (`created: false`). An upload that breaks off leaves a failed file and none
 * of its bytes. Fails: `not_found` (partner, mapping), `name_required`, `file_too_large`, `file_cancelled`, and what
 * `sniffUsageFile` refuses.
 */
export async function receiveUsageFile(
  ctx: ServiceContext,
  input: ReceiveUsageFileInput,
): Promise<{ file: UsageFileDetail; created: boolean }> {
  authorise(ctx, 'usage.send');
  if (input.name.trim() === '' || input.name.length > 200) {
    throw invalid('name_required', 'name', 'Give the file a name of up to 200 characters.');
  }
  const sender = await findUsageSender(ctx, input.partner);
  const mapping = input.mapping === null ? null : await requireMapping(ctx, sender.id, input.mapping);
  const asked = mappedFormat(input.format, mapping?.format ?? null);

  const pieces = inChunks(input.bytes, env().USAGE_FILE_MAX_BYTES);
  const first = await pieces.next();
  const opening = first.done ? Buffer.alloc(0) : first.value;
  const { format, compression } = sniffUsageFile(opening, asked);
  const head = { id: newId(), senderId: sender.id, mappingId: mapping?.id ?? null, name: input.name.trim() };
  const file = { ...head, format, compression, createdBy: actorName(ctx.actor), createdAt: ctx.now };
  await withTenantSql(operatorWide(ctx.actor), (sql) => insertUsageFile(sql, ctx.actor.operatorId, file));
  const received = await storeChunks(ctx, file.id, opening, pieces);
  const same = await finish(ctx, file, received);
  return { file: await getUsageFile(ctx, same ?? file.id), created: same === null };
}

const requireMapping = (ctx: ServiceContext, senderId: string, idOrName: string) =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const mapping = await findSendersMapping(sql, senderId, idOrName);
    if (!mapping) {
      throw new AppError(
        'not_found',
        'not_found',
        `There is no mapping ${idOrName.slice(0, 100)} of this sender.`,
      );
    }
    return mapping;
  });

/** A mapping is for one format; who names both must mean the same. */
function mappedFormat(asked: UsageFileFormat | null, mapped: UsageFileFormat | null): UsageFileFormat | null {
  if (asked !== null && mapped !== null && asked !== mapped) {
    throw invalid(
      'format_mismatch',
      'format',
      `The mapping is for ${mapped}, not ${asked}. Leave the format out.`,
    );
  }
  return asked ?? mapped;
}

/** The bytes in pieces of exactly one chunk, but for the last. */
async function* inChunks(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer, void> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let total = 0;
  for await (const piece of bytes) {
    total += piece.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes);
    held.push(piece);
    heldBytes += piece.byteLength;
    while (heldBytes >= CHUNK_BYTES) {
      const all = Buffer.concat(held);
      yield all.subarray(0, CHUNK_BYTES);
      const rest = all.subarray(CHUNK_BYTES);
      held = rest.length > 0 ? [rest] : [];
      heldBytes = rest.length;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

type Received = { sizeBytes: number; contentHash: Buffer };

async function storeChunks(
  ctx: ServiceContext,
  fileId: string,
  opening: Buffer,
  rest: AsyncGenerator<Buffer, void>,
): Promise<Received> {
  const hash = createHash('sha256');
  let [n, sizeBytes] = [0, 0];
  const store = async (chunk: Buffer) => {
    hash.update(chunk);
    sizeBytes += chunk.length;
    const { operatorId } = ctx.actor;
    const isStored = await withTenantSql(operatorWide(ctx.actor), (sql) =>
      insertFileChunk(sql, operatorId, fileId, n, chunk),
    );
    if (!isStored) throw cancelled();
    n += 1;
  };
  try {
    await store(opening);
    for await (const chunk of rest) await store(chunk);
    return { sizeBytes, contentHash: hash.digest() };
  } catch (error) {
    const failure = error instanceof AppError ? error.message : 'The upload broke off. Send the file again.';
    await withTenantSql(operatorWide(ctx.actor), async (sql) => {
      const isOurs = (await lockUsageFile(sql, fileId))?.state === 'receiving';
      await deleteFileChunks(sql, fileId);
      if (isOurs) await endUsageFile(sql, fileId, { state: 'failed', failure, now: ctx.now });
    });
    throw error;
  }
}

/** Hands the file to the job that reads it, or answers the same file that is there already. */
const finish = (ctx: ServiceContext, file: NewUsageFile, received: Received): Promise<string | null> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if ((await lockUsageFile(sql, file.id))?.state !== 'receiving') throw cancelled();
    const same = await findSameFile(sql, file, received.contentHash);
    if (same !== null) {
      await deleteFileChunks(sql, file.id);
      await endUsageFile(sql, file.id, { state: 'cancelled', failure: 'duplicate_file', now: ctx.now });
      return same;
    }
    await saveReceived(sql, file.id, received);
    const { operatorId } = ctx.actor;
    const facts = {
      name: file.name,
      senderId: file.senderId,
      mappingId: file.mappingId,
      format: file.format,
    };
    const after = {
      ...facts,
      sizeBytes: received.sizeBytes,
      contentHash: received.contentHash.toString('hex'),
    };
    const entity = { entityType: 'usage_file', entityId: file.id };
    await appendAudit(sql, ctx.actor, { action: 'usage-file.received', ...entity, after });
    const event = { type: 'usage-file.received', ...entity, payload: after, partyIds: [file.senderId] };
    await appendEvent(sql, operatorId, event);
    await enqueue(
      sql,
      'usage-file.read',
      { operatorId, fileId: file.id },
      { jobKey: `usage-file:${file.id}` },
    );
    return null;
  });

const cancelled = () =>
  conflict('file_cancelled', 'The file was cancelled while it arrived. Nothing of it is kept.');

function tooLarge(maxBytes: number): AppError {
  const message = `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB. Pack it with gzip, or split it and send the parts.`;
  return new AppError('too_large', 'file_too_large', message, [
    { code: 'file_too_large', path: 'file', message },
  ]);
}
