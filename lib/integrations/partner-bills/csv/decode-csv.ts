import type { CsvEncoding } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { AppError } from '@/lib/errors';
import { type FileKind, fileKind, UTF8_MARK } from '@/lib/integrations/file-kind';
import { asLineFeeds } from '@/lib/integrations/partner-bills/csv/line-ends';

/** So much of a file is looked at before it is believed; the first buffer given has it, or all of a shorter file. */
export const OPENING_BYTES = 256 * 1024;

/**
 * A CSV's text as UTF-8 without a byte order mark, whatever it came in: UTF-8, UTF-16 with or without mark, Windows-1252. Holds one
 * piece at a time. Lines that end in a carriage return alone end in a line feed.
 * Fails: `empty_file`, `compressed_file`, `binary_file`, `not_csv`, `row_too_long`.
 */
export async function* decodeCsv(
  bytes: AsyncIterable<Uint8Array>,
  asked?: CsvEncoding,
): AsyncGenerator<Buffer, void> {
  let opening: Uint8Array[] = [];
  let length = 0;
  let decode: Decode | null = null;
  for await (const chunk of bytes) {
    if (decode !== null) {
      yield decode(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      continue;
    }
    opening.push(chunk);
    length += chunk.byteLength;
    if (length < OPENING_BYTES) continue;
    const start = Buffer.concat(opening);
    decode = decoderOf(start, asked, false);
    opening = [];
    yield decode(start);
  }
  if (decode === null) {
    const start = Buffer.concat(opening);
    decode = decoderOf(start, asked, true);
    yield decode(start);
  }
  yield decode(null);
}

/** Null ends the text. */
type Decode = (chunk: Buffer | null) => Buffer;

function decoderOf(opening: Buffer, asked: CsvEncoding | undefined, isAll: boolean): Decode {
  const kind = fileKind(opening.subarray(0, OPENING_BYTES));
  const refusal = REFUSALS[kind];
  if (refusal) throw refuse(refusal.code, refusal.message);
  const encoding = encodingOf(opening, kind, asked);
  const skipped = opening.subarray(0, 3).equals(UTF8_MARK) ? 3 : 0;
  const decode = encoding === 'utf-8' ? withoutFirst(skipped) : recoded(encoding);
  return withLineEnds(opening, encoding, isAll) ? feedingLines(decode) : decode;
}

function encodingOf(opening: Buffer, kind: FileKind, asked: CsvEncoding | undefined): CsvEncoding {
  if (kind === 'utf16le') return 'utf-16le';
  if (kind === 'utf16be') return 'utf-16be';
  // A mark is certain; what a mapping says is of the files it was made for.
  if (opening.subarray(0, 3).equals(UTF8_MARK)) return 'utf-8';
  if (asked !== undefined) return asked;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(opening, { stream: true });
    return 'utf-8';
  } catch {
    // Every byte is a character of it: this only says how the others are shown.
    return 'windows-1252';
  }
}

function withoutFirst(count: number): Decode {
  let left = count;
  return (chunk) => {
    if (chunk === null) return Buffer.alloc(0);
    const rest = chunk.subarray(left);
    left = 0;
    return rest;
  };
}

function recoded(encoding: CsvEncoding): Decode {
  const decoder = new TextDecoder(encoding);
  return (chunk) => Buffer.from(chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }));
}

const feedingLines =
  (decode: Decode): Decode =>
  (chunk) =>
    asLineFeeds(decode(chunk));

const [CR, LF] = [13, 10];

/** Whether lines end in a carriage return alone. Fails: `row_too_long` when they do not end at all. */
function withLineEnds(opening: Buffer, encoding: CsvEncoding, isAll: boolean): boolean {
  if (opening.includes(encoding.startsWith('utf-16') ? Buffer.from('\n', 'utf16le').subarray(0, 1) : LF))
    return false;
  if (opening.includes(CR)) return true;
  if (isAll) return false;
  throw refuse(
    'row_too_long',
    'The file is one line without an end. Send it with one charge a line, its header first.',
  );
}

const TEXT = 'Send the bill as text: CSV, its header first.';
const REFUSALS: Partial<Record<FileKind, { code: string; message: string }>> = {
  empty: {
    code: 'empty_file',
    message: 'The file is empty. Export the bill again and send it with its rows.',
  },
  gzip: {
    code: 'compressed_file',
    message: 'The file is packed with gzip. Unpack it and send what is in it.',
  },
  zip: { code: 'compressed_file', message: 'The file is a ZIP archive. Unpack it and send what is in it.' },
  archive: { code: 'compressed_file', message: 'The file is an archive. Unpack it and send what is in it.' },
  spreadsheet: {
    code: 'compressed_file',
    message: 'The file is a spreadsheet. Save the sheet as "CSV UTF-8" and send that.',
  },
  pdf: { code: 'binary_file', message: `The file is a PDF. ${TEXT}` },
  program: { code: 'binary_file', message: `The file is a program, not a bill. ${TEXT}` },
  binary: { code: 'binary_file', message: `The file is not text. ${TEXT}` },
  xml: {
    code: 'not_csv',
    message: 'The file is XML. Send an invoice in UBL as ubl, and everything else as CSV.',
  },
  json: {
    code: 'not_csv',
    message: 'The file is JSON. Send applied billing rates as tmf678, and everything else as CSV.',
  },
};

const refuse = (code: string, message: string): AppError =>
  new AppError('invalid', code, message, [{ code, path: 'file', message }]);
