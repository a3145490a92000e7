import { withTenantSql } from '@/lib/db/tenant';
import { CHUNK_BYTES, readChunk, type Upload } from '@/lib/db/upload-chunks';
import type { Scope } from '@/lib/domain/access/actor';

/** A received file's bytes from `offset` on, a chunk at a time; the next chunk is on its way while one is worked on. */
export async function* storedBytes(scope: Scope, upload: Upload, offset = 0): AsyncGenerator<Buffer, void> {
  let n = Math.floor(offset / CHUNK_BYTES);
  const read = (chunk: number) => {
    const reading = withTenantSql(scope, (sql) => readChunk(sql, upload, chunk));
    // Looked at when its turn comes; until then a failure is nobody's yet.
    reading.catch(() => {});
    return reading;
  };
  let next = read(n);
  let skip = offset - n * CHUNK_BYTES;
  for (;;) {
    const chunk = await next;
    if (chunk === null) return;
    n += 1;
    next = read(n);
    if (chunk.length > skip) yield skip === 0 ? chunk : chunk.subarray(skip);
    skip = 0;
  }
}
