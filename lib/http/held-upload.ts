import { createHash } from 'node:crypto';
import { openUpload, type UploadBody } from '@/lib/http/upload';

/** A form whose file is whole when it is small, and else still on its way. */
export type HeldUploadBody = {
  fields: Record<string, string>;
  file: { field: string; name: string; mediaType: string; bytes: Buffer | AsyncIterable<Buffer> } | null;
};

/**
 * Opens `multipart/form-data` as `openUpload` does, and waits for a file of up to `heldBytes`, after which fields may come too. The fingerprint, of the fields and that
 * file, is null when the file is larger: then it is known by its own digest. Fails as `openUpload`.
 */
export async function openHeldUpload(
  request: Request,
  heldBytes: number,
): Promise<{ body: HeldUploadBody; fingerprint: string | null; close(): void }> {
  const { body, close } = await openUpload(request, heldBytes);
  const { fields, file } = body;
  try {
    if (!file) return { body: { fields, file: null }, fingerprint: fingerprintOf(fields, null), close };
    const { held, rest } = await hold(file, heldBytes);
    const bytes = rest === null ? held : chained(held, rest);
    const fingerprint = rest === null ? fingerprintOf(fields, held) : null;
    return { body: { fields, file: { ...file, bytes } }, fingerprint, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function hold(
  file: NonNullable<UploadBody['file']>,
  heldBytes: number,
): Promise<{ held: Buffer; rest: AsyncIterator<Buffer> | null }> {
  const pieces = file.bytes[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let length = 0;
  for (;;) {
    const next = await pieces.next();
    if (next.done) return { held: Buffer.concat(held), rest: null };
    held.push(next.value);
    length += next.value.length;
    if (length > heldBytes) return { held: Buffer.concat(held), rest: pieces };
  }
}

async function* chained(held: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
  yield held;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function fingerprintOf(fields: Record<string, string>, file: Buffer | null): string {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted, file && createHash('sha256').update(file).digest('hex')]);
}
