import { gunzipSync } from 'node:zlib';
import type { UsageFileFormat } from '@/lib/domain/usage/mapping';
import { AppError } from '@/lib/errors';
import { type FileKind, fileKind, UTF8_MARK } from '@/lib/integrations/file-kind';

export type Sniffed = { compression: 'none' | 'gzip'; format: UsageFileFormat };

/** Of a file's first bytes so many are looked at, packed and unpacked. */
export const SNIFFED_BYTES = 256 * 1024;

/**
 * What a file is by its first bytes; its name is not asked. `asked` is the format its sender says, or null.
 * Fails, each with what to do: `empty_file`, `utf16_file`, `spreadsheet_file`, `archive_file`, `binary_file`, `broken_gzip`,
 * `not_a_usage_file`, `format_mismatch`, `no_line_breaks`.
 */
export function sniffUsageFile(opening: Buffer, asked: UsageFileFormat | null): Sniffed {
  const isGzip = opening.length > 2 && opening[0] === 0x1f && opening[1] === 0x8b;
  const unpacked = isGzip ? unpackOpening(opening) : opening;
  const fault = faultOf(unpacked, isGzip);
  if (fault) throw refusal(fault.code, fault.message);
  const format = formatOf(withoutMark(unpacked).toString('latin1').trimStart());
  if (format === null) {
    throw refusal(
      'not_a_usage_file',
      'The file is XML or a web page. Send usage as CSV, JSON lines, a batch of CloudEvents, or TMF635 usage.',
    );
  }
  if (asked !== null && (asked === 'csv') !== (format === 'csv')) {
    const [is, isNot] = asked === 'csv' ? ['JSON', 'CSV'] : ['not JSON', `JSON, as ${asked} is`];
    throw refusal(
      'format_mismatch',
      `The file is ${is}, not ${isNot}. Send it without a format, or as what it is.`,
    );
  }
  const sniffed: Sniffed = { compression: isGzip ? 'gzip' : 'none', format: asked ?? format };
  if (sniffed.format === 'csv' || sniffed.format === 'jsonl') requireLines(unpacked);
  return sniffed;
}

/** A JSON list may be one line; a file of lines is not, and would be stored whole only to be refused. */
function requireLines(opening: Buffer): void {
  const start = withoutMark(opening).subarray(0, SNIFFED_BYTES);
  if (start.includes(10) || LIST.test(start.subarray(0, 4096).toString('latin1'))) return;
  if (start.includes(13)) {
    throw refusal(
      'no_line_breaks',
      'The lines end as on old Macs (CR alone). Save the file with Unix or Windows line ends and send it again.',
    );
  }
  if (start.length === SNIFFED_BYTES) {
    throw refusal(
      'no_line_breaks',
      'The file has no line break in its first 256 kB. Export it with one event a line and send it again.',
    );
  }
}

const LIST = /^\s*\[/;

/** Without its UTF-8 byte order mark. */
export const withoutMark = (opening: Buffer): Buffer =>
  opening.subarray(0, 3).equals(UTF8_MARK) ? opening.subarray(3) : opening;

function unpackOpening(opening: Buffer): Buffer {
  try {
    // The opening ends anywhere in the archive: what is there of it is given.
    return gunzipSync(opening, { finishFlush: 2, maxOutputLength: 64 * 1024 * 1024 }).subarray(
      0,
      SNIFFED_BYTES,
    );
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw refusal(
        'gzip_bomb',
        'The file unpacks to more than two hundred times its size. Send it unpacked, or in parts.',
      );
    }
    throw refusal('broken_gzip', 'The gzip file is damaged. Pack it again and send it.');
  }
}

function faultOf(bytes: Buffer, wasPacked: boolean): { code: string; message: string } | null {
  const kind = fileKind(bytes.subarray(0, SNIFFED_BYTES));
  if (kind === 'gzip' && wasPacked)
    return { code: 'archive_file', message: 'The file is packed twice. Unpack it once and send that.' };
  return FAULTS[kind] ?? null;
}

const UTF16 = {
  code: 'utf16_file',
  message: 'The file is in UTF-16. Save it as UTF-8 (in a spreadsheet: "CSV UTF-8") and send it again.',
};

const FAULTS: Partial<Record<FileKind, { code: string; message: string }>> = {
  empty: {
    code: 'empty_file',
    message: 'The file is empty. Export the usage again and send it with its rows.',
  },
  utf16le: UTF16,
  utf16be: UTF16,
  spreadsheet: {
    code: 'spreadsheet_file',
    message: 'The file is a spreadsheet. Save the sheet as "CSV UTF-8" and send that.',
  },
  zip: {
    code: 'archive_file',
    message: 'The file is a ZIP archive. Unpack it, or pack it with gzip, and send that.',
  },
  archive: {
    code: 'archive_file',
    message: 'The file is an archive. Unpack it, or pack it with gzip, and send that.',
  },
  pdf: { code: 'binary_file', message: 'The file is a PDF. Send usage as CSV or JSON in UTF-8.' },
  program: {
    code: 'binary_file',
    message: 'The file is a program, not usage. Send usage as CSV or JSON in UTF-8.',
  },
  binary: { code: 'binary_file', message: 'The file is not text. Send usage as CSV or JSON in UTF-8.' },
};

/** JSON by its first bracket; of JSON the format by the words of its first element. Null: XML. */
function formatOf(text: string): UsageFileFormat | null {
  if (text.startsWith('<')) return null;
  if (!/^[[{]/.test(text)) return 'csv';
  const head = text.slice(0, 4000);
  if (/"usageDate"|"usageCharacteristic"/.test(head)) return 'tmf635';
  if (text.startsWith('[') || isOneDocument(text)) return 'cloudevents';
  return 'jsonl';
}

/** A single event, laid out over lines. */
function isOneDocument(text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  try {
    JSON.parse(line);
    return !text.slice(line.length).trim();
  } catch {
    return /"specversion"/.test(text);
  }
}

const refusal = (code: string, message: string): AppError =>
  new AppError('invalid', code, message, [{ code, path: 'file', message }]);
