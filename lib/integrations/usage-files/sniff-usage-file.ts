import { gunzipSync } from 'node:zlib';
import type { UsageFileFormat } from '@/lib/domain/usage/mapping';
import { AppError } from '@/lib/errors';

export type Sniffed = { compression: 'none' | 'gzip'; format: UsageFileFormat };

/** Of a file's first bytes so many are looked at, packed and unpacked. */
export const SNIFFED_BYTES = 256 * 1024;

/**
 * What a file is by its first bytes; its name is not asked. `asked` is the format its sender says, or null.
 * Fails, each with what to do: `empty_file`, `utf16_file`, `spreadsheet_file`, `archive_file`, `binary_file`, `broken_gzip`,
 * `not_a_usage_file`, `format_mismatch`.
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
  return { compression: isGzip ? 'gzip' : 'none', format: asked ?? format };
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Without its UTF-8 byte order mark. */
export const withoutMark = (opening: Buffer): Buffer =>
  opening.subarray(0, 3).equals(MARK) ? opening.subarray(3) : opening;

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
  const text = withoutMark(bytes);
  if (text.length === 0 || (text.length < SNIFFED_BYTES && isBlank(text))) {
    return {
      code: 'empty_file',
      message: 'The file is empty. Export the usage again and send it with its rows.',
    };
  }
  const first = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (first === 0xfffe || first === 0xfeff || hasNulAtEverySecond(bytes)) {
    const message =
      'The file is in UTF-16. Save it as UTF-8 (in a spreadsheet: "CSV UTF-8") and send it again.';
    return { code: 'utf16_file', message };
  }
  if (first === 0x504b) return zipFault(bytes);
  if (wasPacked && first === 0x1f8b) {
    return { code: 'archive_file', message: 'The file is packed twice. Unpack it once and send that.' };
  }
  const archive = ARCHIVES.find(([magic]) => bytes.subarray(0, magic.length).equals(magic));
  if (archive) return { code: archive[1], message: archive[2] };
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    return { code: 'binary_file', message: 'The file is not text. Send usage as CSV or JSON in UTF-8.' };
  }
  return null;
}

function zipFault(bytes: Buffer): { code: string; message: string } {
  if (
    /xl\/|\[Content_Types\]|mimetypeapplication\/vnd\.oasis/.test(bytes.subarray(0, 8192).toString('latin1'))
  ) {
    return {
      code: 'spreadsheet_file',
      message: 'The file is a spreadsheet. Save the sheet as "CSV UTF-8" and send that.',
    };
  }
  return {
    code: 'archive_file',
    message: 'The file is a ZIP archive. Unpack it, or pack it with gzip, and send that.',
  };
}

const magic = (...bytes: number[]) => Buffer.from(bytes);
const UNPACK = 'The file is an archive. Unpack it, or pack it with gzip, and send that.';
const PROGRAM = 'The file is a program, not usage. Send usage as CSV or JSON in UTF-8.';
const ARCHIVES: readonly [Buffer, string, string][] = [
  [magic(0x28, 0xb5, 0x2f, 0xfd), 'archive_file', UNPACK],
  [magic(0x42, 0x5a, 0x68), 'archive_file', UNPACK],
  [magic(0xfd, 0x37, 0x7a, 0x58, 0x5a), 'archive_file', UNPACK],
  [magic(0x37, 0x7a, 0xbc, 0xaf), 'archive_file', UNPACK],
  [magic(0x52, 0x61, 0x72, 0x21), 'archive_file', UNPACK],
  [
    magic(0xd0, 0xcf, 0x11, 0xe0),
    'spreadsheet_file',
    'The file is an old spreadsheet. Save the sheet as "CSV UTF-8" and send that.',
  ],
  [magic(0x25, 0x50, 0x44, 0x46), 'binary_file', 'The file is a PDF. Send usage as CSV or JSON in UTF-8.'],
  [magic(0x4d, 0x5a, 0x90), 'binary_file', PROGRAM],
  [magic(0x7f, 0x45, 0x4c, 0x46), 'binary_file', PROGRAM],
];

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

const isBlank = (bytes: Buffer): boolean => bytes.toString('latin1').trim() === '';

/** Latin text in UTF-16 without a mark: one half of each pair of bytes is nought. */
function hasNulAtEverySecond(bytes: Buffer): boolean {
  const pairs = Math.min(bytes.length >> 1, 16);
  if (pairs < 2) return false;
  const isNul = (offset: number) => Array.from({ length: pairs }, (_, i) => bytes[i * 2 + offset] === 0);
  return isNul(0).every(Boolean) || isNul(1).every(Boolean);
}

const refusal = (code: string, message: string): AppError =>
  new AppError('invalid', code, message, [{ code, path: 'file', message }]);
