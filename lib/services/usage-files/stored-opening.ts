import type { Scope } from '@/lib/domain/access/actor';
import { SNIFFED_BYTES } from '@/lib/integrations/usage-files/sniff-usage-file';
import { unpack } from '@/lib/integrations/usage-files/unpack';
import { storedBytes } from '@/lib/services/uploads/stored-bytes';

/** The first bytes of the file's content, unpacked: enough to know its layout. */
export async function storedOpening(
  scope: Scope,
  file: { id: string; compression: string },
  maxUnpackedBytes: number,
): Promise<Buffer> {
  const { id, compression } = file;
  const bytes = (from: number) => storedBytes(scope, { kind: 'usage_file', id }, from);
  const content = unpack({ compression, maxUnpackedBytes }, bytes, 0);
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content.bytes) {
    pieces.push(piece);
    length += piece.length;
    if (length >= SNIFFED_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, SNIFFED_BYTES);
}
