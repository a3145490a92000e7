import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@/lib/errors';

export type SpooledFile = { sha256: Buffer; byteCount: number; read(): AsyncIterable<Uint8Array> };

/**
 * Puts a file that is being sent aside on disk while `run` works on it: a slow sender then holds no transaction open,
 * and the digest is known before the first row is read. Nothing is left behind; bytes that are in memory stay there, and a file that
 * was put aside before is taken as it is.
 * Fails: `file_too_large`, before more than `maxBytes` are kept.
 */
export async function withSpooledFile<T>(
  bytes: Uint8Array | AsyncIterable<Uint8Array> | SpooledFile,
  maxBytes: number,
  run: (file: SpooledFile) => Promise<T>,
): Promise<T> {
  if (bytes instanceof Uint8Array) return run(inMemory(bytes, maxBytes));
  if ('sha256' in bytes) return run(bytes);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tributary-bill-'));
  try {
    return await run(await spool(bytes, maxBytes, path.join(folder, 'content')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function inMemory(bytes: Uint8Array, maxBytes: number): SpooledFile {
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  const sha256 = createHash('sha256').update(bytes).digest();
  return {
    sha256,
    byteCount: bytes.byteLength,
    async *read() {
      yield bytes;
    },
  };
}

async function spool(bytes: AsyncIterable<Uint8Array>, maxBytes: number, file: string): Promise<SpooledFile> {
  const hash = createHash('sha256');
  let byteCount = 0;
  await pipeline(
    bytes,
    async function* measure(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        byteCount += chunk.byteLength;
        if (byteCount > maxBytes) throw tooLarge(maxBytes);
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(file, { mode: 0o600 }),
  );
  return { sha256: hash.digest(), byteCount, read: () => createReadStream(file) };
}

function tooLarge(maxBytes: number): AppError {
  const message = `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB. Split it into parts and send each under a number of its own.`;
  return new AppError('too_large', 'file_too_large', message, [
    { code: 'file_too_large', path: 'file', message },
  ]);
}
