import type { Scope } from '@/lib/domain/access/actor';
import type { SpooledFile } from '@/lib/integrations/partner-bills/spool-file';
import { storedBytes } from '@/lib/services/uploads/stored-bytes';

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
    for await (const chunk of storedBytes(scope, { kind: 'partner_bill_import', id: file.id })) {
      at += chunk.length;
      bytesRead = at;
      yield chunk;
    }
    if (at < file.sizeBytes) throw onMissing();
  }
  const sha256 = Buffer.from(file.contentHash, 'hex');
  return { sha256, byteCount: file.sizeBytes, read, bytesRead: () => bytesRead };
}
