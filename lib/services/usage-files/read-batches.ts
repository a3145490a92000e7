import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UsageFileFault } from '@/lib/db/usage-file-faults';
import { decodeCell, showableCell } from '@/lib/integrations/partner-bills/decode-cell';
import type { OpenUsageFile } from '@/lib/integrations/usage-files/open-usage-file';
import type { RawRow } from '@/lib/integrations/usage-files/raw-row';
import type { Unpacked } from '@/lib/integrations/usage-files/unpack';
import { type DecodedEvent, decodeEvent, isRefusal } from '@/lib/services/usage/decode-event';

/** Where reading stands: the next row begins at `offset` of the content, after `row` rows. */
export type ReadPlace = { offset: number; row: number; passedOver: number };

/** Rows that are taken together: events with the row each came from, and rows that cannot be events. */
export type RowBatch = {
  events: DecodedEvent[];
  eventRows: { rowNo: number; text: string }[];
  faults: UsageFileFault[];
  next: ReadPlace;
  packedBytes: number;
};

/**
 * A file's rows from a place on, in batches of up to `rowsPerBatch` and some megabytes, decoded and checked as any event is. Every few hundred rows
 * the event loop has a turn: the database answers meanwhile, and its answers are heard.
 */
export async function* readBatches(
  file: OpenUsageFile,
  content: Unpacked,
  from: ReadPlace,
  { nowMs, rowsPerBatch }: { nowMs: number; rowsPerBatch: number },
): AsyncGenerator<RowBatch, void> {
  let batch = emptyBatch(from);
  for await (const rows of file.rows(content.bytes, from.offset)) {
    for (const [index, row] of rows.entries()) {
      if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
      addRow(batch, file, row, nowMs);
      const bytes = batch.next.offset - from.offset;
      if (batch.next.row - from.row < rowsPerBatch && bytes < BYTES_PER_BATCH) continue;
      batch.packedBytes = content.packedBytes();
      yield batch;
      from = batch.next;
      batch = emptyBatch(from);
    }
  }
  batch.packedBytes = content.packedBytes();
  if (batch.next.row > from.row) yield batch;
}

const ROWS_PER_TURN = 256;
/** Reached by rows of a kilobyte and more: thousands of the longest there may be would fill the memory. */
const BYTES_PER_BATCH = 4 * 1024 * 1024;

const emptyBatch = (next: ReadPlace): RowBatch => ({
  events: [],
  eventRows: [],
  faults: [],
  next,
  packedBytes: 0,
});

function addRow(batch: RowBatch, file: OpenUsageFile, row: RawRow, nowMs: number): void {
  const { row: before, passedOver } = batch.next;
  const rowNo = before + 1;
  const read = file.read(row);
  batch.next = { offset: row.endOffset, row: rowNo, passedOver: passedOver + (read === null ? 1 : 0) };
  if (read === null) return;
  if ('fault' in read) {
    batch.faults.push(faultOf(rowNo, row.text, 'rejected', read.fault));
    return;
  }
  const event = decodeEvent(read.event, nowMs);
  if (isRefusal(event)) {
    const { code, path, message } = event;
    batch.faults.push(faultOf(rowNo, row.text, 'rejected', { code, path: file.place(path), message }));
  } else {
    batch.events.push(event);
    // Not the row itself: its cells would live as long as the batch, and there are thousands.
    batch.eventRows.push({ rowNo, text: row.text });
  }
}

export const faultOf = (
  rowNo: number,
  text: string,
  status: UsageFileFault['status'],
  { code, path, message }: { code: string; path: string; message: string },
): UsageFileFault => ({ rowNo, status, code, path, message, content: showable(text) });

/** As it can be stored and shown: what is no UTF-8 as Western European, NUL as its picture. */
const showable = (text: string): string => {
  const decoded = decodeCell(text);
  return decoded === null || decoded.includes('\0') ? showableCell(text) : decoded;
};
