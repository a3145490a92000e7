import { withTenantSql } from '@/lib/db/tenant';
import { CHUNK_BYTES, readFileChunk } from '@/lib/db/usage-files';
import type { Scope } from '@/lib/domain/access/actor';
import { SNIFFED_BYTES } from '@/lib/integrations/usage-files/sniff-usage-file';
import { unpack } from '@/lib/integrations/usage-files/unpack';

/** A received file's bytes from `offset` on, a chunk at a time; the next chunk is on its way while one is worked on. */
export async function* storedBytes(
  scope: Scope,
  fileId: string,
  offset: number,
): AsyncGenerator<Buffer, void> {
  let n = Math.floor(offset / CHUNK_BYTES);
  const read = (chunk: number) => {
    const reading = withTenantSql(scope, (sql) => readFileChunk(sql, fileId, chunk));
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

/** The first bytes of the file's content, unpacked: enough to know its layout. */
export async function storedOpening(
  scope: Scope,
  file: { id: string; compression: string },
  maxUnpackedBytes: number,
): Promise<Buffer> {
  const content = unpack({ ...file, maxUnpackedBytes }, (from) => storedBytes(scope, file.id, from), 0);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content.bytes) {
    pieces.push(piece);
    length += piece.length;
    if (length >= SNIFFED_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, SNIFFED_BYTES);
}
