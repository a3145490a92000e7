import type { CsvEncoding } from '@/lib/domain/billing/partner-bill/csv-mapping';
import type { CsvDialect } from '@/lib/domain/usage/mapping';
import { AppError } from '@/lib/errors';
import { decodeCsv } from '@/lib/integrations/partner-bills/csv/decode-csv';
import { findCsvLayout } from '@/lib/integrations/usage-files/csv-layout';

/** The first quarter of a megabyte of a CSV as UTF-8, or all of a shorter one. Fails as `decodeCsv`. */
export async function decodedOpening(
  bytes: AsyncIterable<Uint8Array>,
  encoding?: CsvEncoding,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const piece of decodeCsv(bytes, encoding)) {
    parts.push(piece);
    length += piece.length;
    if (length >= MAX_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, MAX_BYTES);
}

const MAX_BYTES = 256 * 1024;

/** The names of a file's columns; null when it has none that can be read. */
export async function headerOf(opening: Buffer, dialect: CsvDialect): Promise<string[] | null> {
  try {
    return (await findCsvLayout(opening, dialect)).columns;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
