import { withTenantSql } from '@/lib/db/tenant';
import { listCurrentMappings } from '@/lib/db/usage-mappings';
import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';
import { AppError } from '@/lib/errors';
import { openUsageFile } from '@/lib/integrations/usage-files/open-usage-file';
import { sniffUsageFile } from '@/lib/integrations/usage-files/sniff-usage-file';
import { unpack } from '@/lib/integrations/usage-files/unpack';
import type { ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { findUsageSender } from '@/lib/services/usage-files/usage-sender';
import { sampleLayout } from '@/lib/services/usage-mappings/sample-layout';

/**
 * The mapping by which a file is read that comes without a word: of the sender's current ones the latest that makes an event of one of
 * its first rows. Null for a file that needs none, because its names are ours or its format says what its rows are.
 * Fails: `mapping_required` with the columns there are, and what `sniffUsageFile` and `unpack` refuse.
 */
export async function fittingMapping(
  ctx: ServiceContext,
  partner: string,
  read: () => AsyncIterable<Uint8Array>,
): Promise<string | null> {
  const raw = await firstBytes(read());
  const { format, compression } = sniffUsageFile(raw, null);
  const packed = { compression, maxUnpackedBytes: OPENING_BYTES * 4 };
  const opening =
    compression === 'gzip' ? await firstBytes(unpack(packed, () => buffers(read()), 0).bytes) : raw;
  const columns = await unknownColumns(opening, format);
  if (columns === null) return null;
  const sender = await findUsageSender(ctx, partner);
  const mappings = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    listCurrentMappings(sql, sender.id, format),
  );
  for (const { id, definition } of mappings) if (await fits(opening, format, definition)) return id;
  const there = columns.slice(0, 20).join(', ') || 'no header that can be read';
  throw new AppError(
    'invalid',
    'mapping_required',
    `No mapping fits the file: it has ${there}. Say once what its columns mean, on the page where usage files are sent, then put the file here again.`.slice(
      0,
      900,
    ),
    columns
      .slice(0, 100)
      .map((name) => ({ code: 'mapping_required', path: `header.${name}`, message: `Column "${name}".` })),
  );
}

/** What the file calls its columns; null when it needs no mapping. Lines above a header hide it from all but the mapping that skips them. */
async function unknownColumns(opening: Buffer, format: UsageFileFormat): Promise<string[] | null> {
  try {
    const { suggestion, columns } = await sampleLayout(opening, format, undefined, 'UTC');
    return suggestion === null ? null : columns.map(({ name }) => name);
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

const OPENING_BYTES = 256 * 1024;
const ROWS_TRIED = 20;

async function fits(opening: Buffer, format: UsageFileFormat, mapping: UsageMapping): Promise<boolean> {
  try {
    const file = await openUsageFile(opening, { format, mapping, sender: '' });
    let tried = 0;
    for await (const rows of file.rows(only(opening.subarray(file.startOffset)), file.startOffset)) {
      for (const row of rows) {
        const read = file.read(row);
        if (read !== null && 'event' in read) return true;
        tried += 1;
        if (tried >= ROWS_TRIED) return false;
      }
    }
    return false;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

async function firstBytes(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    parts.push(piece);
    length += piece.byteLength;
    if (length >= OPENING_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, OPENING_BYTES);
}

async function* only(bytes: Buffer) {
  yield bytes;
}

async function* buffers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of bytes) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}
