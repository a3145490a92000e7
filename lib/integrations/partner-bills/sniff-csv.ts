import { AppError } from '@/lib/errors';
import { asLineFeeds, endsInReturns } from '@/lib/integrations/partner-bills/csv/line-ends';

/**
 * Passes a CSV file's bytes on without their byte order mark, or refuses by the first of them what is no such file. Lines that end in
 * a carriage return alone end in a line feed.
 * Fails: `empty_file`, `utf16_file`, `compressed_file`, `binary_file`, `not_csv`, `semicolon_file`.
 */
export async function* sniffCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let opening: Uint8Array[] = [];
  let length = 0;
  let passOn: ((chunk: Buffer) => Buffer) | null = null;
  for await (const chunk of bytes) {
    if (passOn !== null) {
      yield passOn(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      continue;
    }
    opening.push(chunk);
    length += chunk.byteLength;
    if (length < OPENING_BYTES) continue;
    const start = withoutMark(Buffer.concat(opening));
    passOn = endsInReturns(start) ? asLineFeeds : asItIs;
    opening = [];
    yield passOn(start);
  }
  if (passOn !== null) return;
  const start = withoutMark(Buffer.concat(opening));
  yield endsInReturns(start) ? asLineFeeds(start) : start;
}

const asItIs = (chunk: Buffer): Buffer => chunk;

/** Enough to hold a line end. */
const OPENING_BYTES = 256 * 1024;
const SNIFFED_BYTES = 512;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function withoutMark(opening: Buffer): Buffer {
  const text = opening.subarray(0, 3).equals(UTF8_MARK) ? opening.subarray(3) : opening;
  const fault = faultOf(opening.subarray(0, SNIFFED_BYTES), text.subarray(0, SNIFFED_BYTES));
  if (fault === null) return text;
  throw new AppError('invalid', fault.code, fault.message, [{ ...fault, path: 'file' }]);
}

function faultOf(opening: Buffer, text: Buffer): { code: string; message: string } | null {
  if (isBlank(text)) {
    return {
      code: 'empty_file',
      message: 'The file is empty. Export the bill again and send it with its rows.',
    };
  }
  const first = opening.length > 1 ? opening.readUInt16BE(0) : 0;
  if (first === 0xfffe || first === 0xfeff || hasNulAtEverySecond(opening)) {
    return {
      code: 'utf16_file',
      message: 'The file is in UTF-16. Save it as UTF-8 (in a spreadsheet: "CSV UTF-8") and send it again.',
    };
  }
  if (first === 0x504b || first === 0x1f8b) {
    return {
      code: 'compressed_file',
      message:
        'The file is an archive or a spreadsheet, not text. Unpack it, or save the sheet as "CSV UTF-8", and send that.',
    };
  }
  if (opening.includes(0)) {
    return { code: 'binary_file', message: 'The file is not text. Send the bill as a CSV file in UTF-8.' };
  }
  const start = text.toString('latin1').trimStart();
  if (/^[{[<]/.test(start)) {
    return { code: 'not_csv', message: 'The file is JSON or XML. Send the bill as a CSV file in UTF-8.' };
  }
  if (!start.includes(',') && /^[^\n]*[;\t|][^\n]*[;\t|]/.test(start)) {
    return {
      code: 'semicolon_file',
      message:
        'The columns are not separated by commas. Save the file as CSV with commas between cells and points in numbers.',
    };
  }
  return null;
}

const isBlank = (bytes: Buffer): boolean =>
  bytes.length < SNIFFED_BYTES && bytes.toString('latin1').trim() === '';

/** Latin text in UTF-16 without a mark: one half of each pair of bytes is nought. */
function hasNulAtEverySecond(bytes: Buffer): boolean {
  const pairs = Math.min(bytes.length >> 1, 16);
  if (pairs < 2) return false;
  const isNul = (offset: number) => Array.from({ length: pairs }, (_, i) => bytes[i * 2 + offset] === 0);
  return isNul(0).every(Boolean) || isNul(1).every(Boolean);
}
