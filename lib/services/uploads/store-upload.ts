import { createHash } from 'node:crypto';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { deleteChunks, insertChunk, type Upload } from '@/lib/db/upload-chunks';
import { AppError } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

export type StoredUpload = { sizeBytes: number; contentHash: Buffer };

export type UploadEnds = {
  /** What the sender is told when someone cancelled the file meanwhile. */
  cancelled: () => AppError;
  /** Notes why nothing came of the file, unless it has ended by then. */
  fail: (sql: Sql, failure: { code: string; message: string }) => Promise<void>;
};

/**
 * Keeps a file as it comes, a chunk at a time: while one is stored the next is received. Of an upload that breaks off, is cancelled or
 * is refused on the way no chunk stays.
 */
export async function storeUpload(
  ctx: ServiceContext,
  upload: Upload,
  { opening, rest }: { opening: Buffer; rest: AsyncGenerator<Buffer, void> },
  { cancelled, fail }: UploadEnds,
): Promise<StoredUpload> {
  const scope = operatorWide(ctx.actor);
  const hash = createHash('sha256');
  let [n, sizeBytes] = [0, 0];
  const store = async (chunk: Buffer) => {
    const { operatorId } = ctx.actor;
    const isStored = await withTenantSql(scope, (sql) => insertChunk(sql, operatorId, upload, n, chunk));
    if (!isStored) throw cancelled();
    n += 1;
  };
  let storing: Promise<void> = Promise.resolve();
  const take = async (chunk: Buffer) => {
    hash.update(chunk);
    sizeBytes += chunk.length;
    await storing;
    storing = store(chunk);
    // Waited for before the next; until then its failure is nobody's yet.
    storing.catch(() => {});
  };
  try {
    await take(opening);
    for await (const chunk of rest) await take(chunk);
    await storing;
    return { sizeBytes, contentHash: hash.digest() };
  } catch (error) {
    await storing.catch(() => {});
    const { code, message } = error instanceof AppError ? error : BROKE_OFF;
    await withTenantSql(scope, async (sql) => {
      await fail(sql, { code, message });
      await deleteChunks(sql, upload);
    });
    throw error;
  }
}

const BROKE_OFF = { code: 'upload_interrupted', message: 'The upload broke off. Send the file again.' };
