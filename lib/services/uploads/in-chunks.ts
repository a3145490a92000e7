import { CHUNK_BYTES } from '@/lib/db/upload-chunks';
import { AppError } from '@/lib/errors';

/** The bytes in pieces of exactly one chunk, but for the last. Fails: `file_too_large`, with what to do instead. */
export async function* inChunks(
  bytes: AsyncIterable<Uint8Array>,
  { maxBytes, remedy }: { maxBytes: number; remedy: string },
): AsyncGenerator<Buffer, void> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let total = 0;
  for await (const piece of bytes) {
    total += piece.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes, remedy);
    held.push(piece);
    heldBytes += piece.byteLength;
    if (heldBytes < CHUNK_BYTES) continue;
    let all = Buffer.concat(held);
    for (; all.length >= CHUNK_BYTES; all = all.subarray(CHUNK_BYTES)) yield all.subarray(0, CHUNK_BYTES);
    held = [all];
    heldBytes = all.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

function tooLarge(maxBytes: number, remedy: string): AppError {
  const message = `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB. ${remedy}`;
  return new AppError('too_large', 'file_too_large', message, [
    { code: 'file_too_large', path: 'file', message },
  ]);
}
