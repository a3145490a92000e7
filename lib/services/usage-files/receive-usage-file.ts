import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import { deleteChunks } from '@/lib/db/upload-chunks';
import {
  endUsageFile,
  findSameFile,
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
import { inChunks } from '@/lib/services/uploads/in-chunks';
import { type StoredUpload, storeUpload, type UploadEnds } from '@/lib/services/uploads/store-upload';
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

  const pieces = inChunks(input.bytes, { maxBytes: env().USAGE_FILE_MAX_BYTES, remedy: TOO_LARGE });
  const first = await pieces.next();
  const opening = first.done ? Buffer.alloc(0) : first.value;
  const { format, compression } = sniffUsageFile(opening, asked);
  const head = { id: newId(), senderId: sender.id, mappingId: mapping?.id ?? null, name: input.name.trim() };
  const file = { ...head, format, compression, createdBy: actorName(ctx.actor), createdAt: ctx.now };
  await withTenantSql(operatorWide(ctx.actor), (sql) => insertUsageFile(sql, ctx.actor.operatorId, file));
  const upload = { kind: 'usage_file' as const, id: file.id };
  const received = await storeUpload(ctx, upload, { opening, rest: pieces }, endsOf(ctx, file.id));
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

const endsOf = (ctx: ServiceContext, fileId: string): UploadEnds => ({
  cancelled,
  fail: async (sql, { message }) => {
    if ((await lockUsageFile(sql, fileId))?.state !== 'receiving') return;
    await endUsageFile(sql, fileId, { state: 'failed', failure: message, now: ctx.now });
  },
});

/** Hands the file to the job that reads it, or answers the same file that is there already. */
const finish = (ctx: ServiceContext, file: NewUsageFile, received: StoredUpload): Promise<string | null> =>
  withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if ((await lockUsageFile(sql, file.id))?.state !== 'receiving') throw cancelled();
    const same = await findSameFile(sql, file, received.contentHash);
    if (same !== null) {
      await deleteChunks(sql, { kind: 'usage_file', id: file.id });
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

const TOO_LARGE = 'Pack it with gzip, or split it and send the parts.';
