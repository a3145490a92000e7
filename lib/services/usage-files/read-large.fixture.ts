import { readFileSync } from 'node:fs';
import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { openUsageFile } from '@/lib/integrations/usage-files/open-usage-file';
import { readBatches } from '@/lib/services/usage-files/read-batches';

// A process that reads generated files as a worker does, all but the database, and prints rows, faults and its peak after each.
const HEADER = 'source,id,time,subject,meter,quantity,a,b,c,d\n';
const PIECE_BYTES = 1024 * 1024;
const FILL = 'x'.repeat(240);

/** About `bytes` of rows, ids going on from `first`. */
async function* rowsOf(bytes: number, first: number): AsyncGenerator<Buffer> {
  yield Buffer.from(HEADER);
  let n = first;
  for (let left = bytes; left > 0; left -= PIECE_BYTES) {
    const lines: string[] = [];
    for (let length = 0; length < PIECE_BYTES; n += 1) {
      const line = `//large,${n},2026-03-10T12:00:00Z,alpha-sim,data,${n % 90}.5,${FILL},${FILL},"${FILL}, ${n}",${FILL}\n`;
      lines.push(line);
      length += line.length;
    }
    yield Buffer.from(lines.join(''));
  }
}

/** Rows of 900 kB, none of which can be taken: each is kept for the error file. */
async function* wideRows(bytes: number): AsyncGenerator<Buffer> {
  yield Buffer.from(HEADER);
  const row = Buffer.from(`//wide,1,2026-03-10T12:00:00Z,alpha-sim,data,1,${'x'.repeat(900_000)},,,\n`);
  for (let left = bytes; left > 0; left -= row.length) yield row;
}

/** A header, one row, and then a line that never ends. */
async function* oneLine(bytes: number): AsyncGenerator<Buffer> {
  yield Buffer.from(`${HEADER}//large,one,2026-03-10T12:00:00Z,alpha-sim,data,1,\n`);
  const piece = Buffer.alloc(PIECE_BYTES, 'x');
  for (let left = bytes; left > 0; left -= PIECE_BYTES) yield piece;
}

async function read(
  bytes: AsyncGenerator<Buffer>,
): Promise<{ rows: number; faults: string[]; peakMb: number }> {
  const opening = Buffer.from(HEADER);
  const given = { format: 'csv' as const, mapping: null as UsageMapping | null, sender: 'alpha' };
  const open = await openUsageFile(opening, given);
  let [skip, sentBytes] = [open.startOffset, 0];
  async function* content() {
    for await (const piece of bytes) {
      sentBytes += piece.length;
      yield piece.subarray(Math.min(skip, piece.length));
      skip -= Math.min(skip, piece.length);
    }
  }
  const unpacked = { bytes: content(), packedBytes: () => sentBytes };
  const from = { offset: open.startOffset, row: 0, passedOver: 0 };
  const limits = { nowMs: Date.parse('2026-04-01T00:00:00Z'), rowsPerBatch: 4000 };
  let rows = 0;
  const faults: string[] = [];
  for await (const batch of readBatches(open, unpacked, from, limits)) {
    rows += batch.events.length;
    if (faults.length < 10)
      faults.push(...batch.faults.slice(0, 10).map(({ code, path }) => `${path} ${code}`.trim()));
  }
  const peakKb = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))![1];
  return { rows, faults, peakMb: Number(peakKb) / 1024 };
}

const MB = 1024 * 1024;
const answers = [
  await read(rowsOf(8 * MB, 0)),
  await read(rowsOf(96 * MB, 1_000_000)),
  await read(wideRows(90 * MB)),
  await read(oneLine(300 * MB)),
];
process.stdout.write(JSON.stringify(answers));
