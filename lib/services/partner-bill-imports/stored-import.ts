import { readImportChunk } from '@/lib/db/partner-bill-imports';
import { withTenantSql } from '@/lib/db/tenant';
import type { Scope } from '@/lib/domain/access/actor';
import type { SpooledFile } from '@/lib/integrations/partner-bills/spool-file';

export type StoredImport = SpooledFile & {
  /** Of the reading in hand. */
  bytesRead(): number;
};

/** A received file as its chunks lie in the database: two of them are held. What ends early was cancelled: `onMissing` says so. */
export function storedImport(
  scope: Scope,
  file: { id: string; sizeBytes: number; contentHash: string },
  onMissing: () => Error,
): StoredImport {
  let bytesRead = 0;
  async function* read(): AsyncGenerator<Buffer, void> {
    bytesRead = 0;
    const fetch = (n: number) => {
      const reading = withTenantSql(scope, (sql) => readImportChunk(sql, file.id, n));
      // Looked at when its turn comes; until then a failure is nobody's yet.
      reading.catch(() => {});
      return reading;
    };
    let next = fetch(0);
    for (let n = 1; bytesRead < file.sizeBytes; n += 1) {
      const chunk = await next;
      if (chunk === null) throw onMissing();
      if (bytesRead + chunk.length < file.sizeBytes) next = fetch(n);
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  const sha256 = Buffer.from(file.contentHash, 'hex');
  return { sha256, byteCount: file.sizeBytes, read, bytesRead: () => bytesRead };
}
