import { createHash } from 'node:crypto';
import {
  findPartnersMapping,
  findRememberedMapping,
  listSkippedLines,
  type PartnerBillMappingRow,
} from '@/lib/db/partner-bill-mappings';
import type { Sql } from '@/lib/db/tenant';
import { AppError, notFound } from '@/lib/errors';
import { fileKind } from '@/lib/integrations/file-kind';
import { csvReader } from '@/lib/integrations/partner-bills/csv/csv-reader';
import { headerHash } from '@/lib/integrations/partner-bills/csv/header-hash';
import { decodedOpening, headerOf } from '@/lib/integrations/partner-bills/csv/opening';
import { otherVersion } from '@/lib/integrations/partner-bills/focus-version';
import { partnerBillReaders } from '@/lib/integrations/partner-bills/formats';
import type { FileRemark, PartnerBillReader } from '@/lib/integrations/partner-bills/partner-row';
import { recogniseFormat } from '@/lib/integrations/partner-bills/recognise-format';
import { AUTO_FORMAT } from '@/lib/schemas/partner-bill';

export type ChosenReader = {
  reader: PartnerBillReader;
  /** Found out, when it was left to the file. */
  format: string;
  /** Of a CSV: the version it is read by. */
  mappingId: string | null;
  /** Of the bytes; of a CSV by the mapping too, because by another mapping it is another bill. */
  contentHash: string;
  /** What the sender is to know of the file before it is read, or null; the reader may have a remark afterwards. */
  remark: FileRemark | null;
};

/**
 * How a partner's file is read: by its format, or, of a CSV, by the mapping named (id or name) or else the one remembered for its
 * header. Fails: `mapping_required` with the columns there are, `not_found` (mapping), and as a CSV that cannot be opened.
 */
export async function chooseReader(
  sql: Sql,
  bill: { partnerId: string; format: string; mapping: string | null },
  file: { sha256: Buffer; read(): AsyncIterable<Uint8Array> },
): Promise<ChosenReader> {
  const sha256 = file.sha256.toString('hex');
  const format = bill.format === AUTO_FORMAT ? await recognised(file.read()) : bill.format;
  if (format !== 'csv') {
    const reader = partnerBillReaders[format]!;
    const remark = format.startsWith('focus-') ? await versionRemark(format, file.read()) : null;
    return { reader, format, mappingId: null, contentHash: sha256, remark };
  }
  const { id, definition } = await mappingOf(sql, bill, file.read());
  const contentHash = createHash('sha256').update(`${sha256} ${id}`).digest('hex');
  return { reader: csvReader(definition), format, mappingId: id, contentHash, remark: null };
}

/** The mapping remembered for a CSV's header, wherever the partner's mappings expect one; null when there is none. */
export async function rememberedMapping(
  sql: Sql,
  partnerId: string,
  opening: Buffer,
): Promise<PartnerBillMappingRow | null> {
  const hashes: Buffer[] = [];
  for (const skipLines of await listSkippedLines(sql, partnerId)) {
    const columns = await headerOf(opening, { skipLines });
    if (columns) hashes.push(headerHash(columns));
  }
  return hashes.length === 0 ? null : findRememberedMapping(sql, partnerId, hashes);
}

async function mappingOf(
  sql: Sql,
  { partnerId, mapping }: { partnerId: string; mapping: string | null },
  bytes: AsyncIterable<Uint8Array>,
): Promise<PartnerBillMappingRow> {
  if (mapping !== null) {
    const named = await findPartnersMapping(sql, partnerId, mapping);
    if (!named) throw notFound('The mapping');
    return named;
  }
  const opening = await decodedOpening(bytes);
  const remembered = await rememberedMapping(sql, partnerId, opening);
  if (remembered) return remembered;
  const columns = (await headerOf(opening, {})) ?? [];
  const message = `No mapping is remembered for a file with these columns: ${columns.slice(0, 20).join(', ') || 'none'}. Say once what they mean, on the page where bills are sent or at /api/v1/partner-bill-mappings; the next file with them needs nothing.`;
  const issues = columns.slice(0, 100).map((column) => ({
    code: 'mapping_required',
    path: `header.${column}`,
    message: `Column "${column}".`,
  }));
  throw new AppError('invalid', 'mapping_required', message.slice(0, 900), issues);
}

async function recognised(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const raw = await firstBytes(bytes);
  const kind = fileKind(raw);
  if (kind === 'xml' || kind === 'json') return recogniseFormat(raw, null);
  return recogniseFormat(raw, await headerOf(await decodedOpening(only(raw)), {}));
}

async function versionRemark(format: string, bytes: AsyncIterable<Uint8Array>) {
  const raw = await firstBytes(bytes);
  if (fileKind(raw) !== 'text') return null;
  const message = otherVersion(format, (await headerOf(raw, {})) ?? []);
  return message === null ? null : { code: 'other_version', message };
}

const OPENING_BYTES = 256 * 1024;

async function firstBytes(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    parts.push(chunk);
    length += chunk.byteLength;
    if (length >= OPENING_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, OPENING_BYTES);
}

async function* only(bytes: Buffer) {
  yield bytes;
}
