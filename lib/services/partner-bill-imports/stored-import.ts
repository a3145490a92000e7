import { readImportChunk } from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import type { Scope } from '@/lib/domain/access/actor';
import type { SpooledFile } from '@/lib/integrations/partner-bills/spool-file';

export type StoredImport = SpooledFile & {
  /** Of the reading in hand. */
  bytesRead(): number;
};

/**
 * A received file as its chunks lie in the database: two of them are held. What ends early was cancelled: `onMissing` says so.
 * A reading that was left may still have a chunk on its way, so each counts its own bytes.
 */
export function storedImport(
  scope: Scope,
  file: { id: string; sizeBytes: number; contentHash: string },
  onMissing: () => Error,
): StoredImport {
  let bytesRead = 0;
  async function* read(): AsyncGenerator<Buffer, void> {
    let at = 0;
    bytesRead = 0;
    const fetch = (n: number) => {
      const reading = withTenantSql(scope, (sql) => readImportChunk(sql, file.id, n));
      // Looked at when its turn comes; until then a failure is nobody's yet.
      reading.catch(() => {});
      return reading;
    };
    let next = fetch(0);
    for (let n = 1; at < file.sizeBytes; n += 1) {
      const chunk = await next;
      if (chunk === null) throw onMissing();
      at += chunk.length;
      if (at < file.sizeBytes) next = fetch(n);
      bytesRead = at;
      yield chunk;
    }
  }
  const sha256 = Buffer.from(file.contentHash, 'hex');
  return { sha256, byteCount: file.sizeBytes, read, bytesRead: () => bytesRead };
}
