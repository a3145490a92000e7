import { ERROR_COLUMNS, ERROR_ROW } from '@/lib/domain/usage/own-columns';
import { AppError } from '@/lib/errors';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type { PartnerBillReader, PartnerRow } from '@/lib/integrations/partner-bills/partner-row';
import { RowNumbers } from '@/lib/integrations/partner-bills/row-numbers';
import { readAppliedRate } from '@/lib/integrations/partner-bills/tmf678/applied-rate';

/**
 * Applied customer billing rates of TMF678 v4: one JSON array, or one object per line. Lines are read as they come; an array is
 * held whole, so it has a bound of its own.
 */
export const tmf678Reader: PartnerBillReader = {
  columns: {
    account: 'billingAccount.id',
    currency: 'taxExcludedAmount.unit',
    service: 'product.name',
    chargeCategory: 'type',
    periodFrom: 'periodCoverage.startDateTime',
    lineKey: 'id',
  },
  read: (bytes, _cycle, numbers) => readTmf678(bytes, numbers),
};

const BATCH_ROWS = 1000;
const MAX_ARRAY_BYTES = 30_000_000;
const MAX_LINE_CHARS = 1_000_000;

async function* readTmf678(
  bytes: AsyncIterable<Uint8Array>,
  numbers = new RowNumbers(),
): AsyncGenerator<PartnerRow[], undefined> {
  const keys = new LineKeys();
  let isEmpty = true;
  let batch: PartnerRow[] = [];
  for await (const item of itemsOf(bytes)) {
    isEmpty = false;
    const { own, was } = withoutErrors(item);
    if (was !== null) numbers.isRepair = true;
    batch.push(readAppliedRate(own, numbers.next(was), keys));
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (isEmpty)
    throw refuse(
      'no_rows',
      'There are no charges in the file. Send it with its charges, or tell us that nothing was charged.',
    );
  if (batch.length > 0) yield batch;
}

/** An item as the partner wrote it, and the number it has when it comes out of our file of rejected rows. */
function withoutErrors(item: unknown): { own: unknown; was: string | null } {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, ERROR_ROW))
    return { own: item, was: null };
  const own: Record<string, unknown> = { ...item };
  const was = String(own[ERROR_ROW]);
  for (const name of [ERROR_ROW, ...ERROR_COLUMNS]) delete own[name];
  return { own, was };
}

async function* itemsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const texts = textOf(bytes);
  let opening = '';
  // Not a loop over the texts: leaving it would end them.
  for (let next = await texts.next(); !next.done; next = await texts.next()) {
    opening += next.value;
    if (opening.trimStart() !== '') break;
  }
  const first = opening.trimStart()[0];
  if (first === undefined) throw refuse('empty_file', 'The file is empty. Export the charges again.');
  if (first === '[') yield* wholeArray(opening, texts);
  else if (first === '{') yield* lines(opening, texts);
  else
    throw refuse(
      'not_json',
      'The file is no JSON. Send the applied billing rates as a JSON array, or one object per line.',
    );
}

async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refuse('not_utf8', 'The file is not UTF-8. Save it as UTF-8 and send it again.');
  }
}

async function* wholeArray(opening: string, rest: AsyncIterable<string>): AsyncGenerator<unknown> {
  const parts = [opening];
  let length = opening.length;
  for await (const text of rest) {
    length += text.length;
    if (length > MAX_ARRAY_BYTES) {
      throw refuse(
        'file_too_large',
        `A JSON array has at most ${MAX_ARRAY_BYTES / 1_000_000} MB here. Send one object per line instead.`,
      );
    }
    parts.push(text);
  }
  let items: unknown;
  try {
    items = JSON.parse(parts.join(''));
  } catch (error) {
    throw refuse(
      'not_json',
      `The file is no complete JSON (${(error as Error).message.slice(0, 120)}). Export the charges again.`,
    );
  }
  yield* items as unknown[];
}

/** A line that is no JSON is one unreadable row among the others. */
async function* lines(opening: string, rest: AsyncIterable<string>): AsyncGenerator<unknown> {
  let pending = opening;
  for await (const text of rest) {
    const parts = (pending + text).split('\n');
    pending = parts.pop()!;
    if (pending.length > MAX_LINE_CHARS)
      throw refuse(
        'row_too_long',
        'A line has more than 1,000,000 characters. Send each charge as a line of its own.',
      );
    for (const part of parts) if (part.trim() !== '') yield parsed(part);
  }
  for (const part of pending.split('\n')) if (part.trim() !== '') yield parsed(part);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

const refuse = (code: string, message: string): AppError =>
  new AppError('invalid', code, message, [{ code, path: 'file', message }]);
