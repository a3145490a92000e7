import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@/lib/errors';

export type Unpacked = {
  bytes: AsyncGenerator<Buffer, void>;
  /** How many bytes of the file as received are behind what was given so far. */
  packedBytes(): number;
};

/**
 * A file's bytes from `offset` of its content on. A gzip file has no middle to begin at, so it is unpacked from its start and
 * what lies before `offset` is passed over: a second for a few hundred megabytes, and only after a crash.
 * `openAt` gives the file as received from one of its bytes. Fails: `broken_gzip`, `gzip_bomb`.
 */
export function unpack(
  file: { compression: string; maxUnpackedBytes: number },
  openAt: (offset: number) => AsyncIterable<Buffer>,
  offset: number,
): Unpacked {
  if (file.compression !== 'gzip') return plain(openAt(offset), offset);
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const source = Readable.from(openAt(0));
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  return {
    bytes: limited(gunzip, source, file.maxUnpackedBytes, offset),
    packedBytes: () => gunzip.bytesWritten,
  };
}

function plain(source: AsyncIterable<Buffer>, offset: number): Unpacked {
  let given = offset;
  async function* counted() {
    for await (const piece of source) {
      given += piece.length;
      yield piece;
    }
  }
  return { bytes: counted(), packedBytes: () => given };
}

const PIECE_BYTES = 512 * 1024;
// The best that gzip does is about 1,030 times; usage in CSV packs ten to fifty times.
const RATIO_MAX = 500;
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

async function* limited(
  gunzip: ReturnType<typeof createGunzip>,
  source: Readable,
  maxBytes: number,
  offset: number,
): AsyncGenerator<Buffer, void> {
  let unpacked = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      const from = Math.max(0, offset - unpacked);
      unpacked += piece.length;
      const isBomb = unpacked > RATIO_FROM_BYTES && unpacked > gunzip.bytesWritten * RATIO_MAX;
      if (isBomb || unpacked > maxBytes) throw tooMuch(maxBytes);
      if (from < piece.length) yield from === 0 ? piece : piece.subarray(from);
    }
  } catch (error) {
    throw isZlibError(error) ? damaged() : error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const isZlibError = (error: unknown): boolean => /^Z_/.test(String((error as { code?: unknown }).code));

const damaged = () =>
  new AppError('invalid', 'broken_gzip', 'The gzip file is damaged or cut off. Pack it again and send it.');

const tooMuch = (maxBytes: number) =>
  new AppError(
    'too_large',
    'gzip_bomb',
    `The file unpacks to more than ${Math.floor(maxBytes / 1_000_000)} MB, or five hundred times its size. Send it in parts.`,
  );
