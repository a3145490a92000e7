import type { UsageMapping } from '@/lib/domain/usage/mapping';

const definition: UsageMapping = {
  source: { constant: '//bench/cdr' },
  id: { fields: ['switch', 'sequence'], separator: '-' },
  time: { fields: ['started'], format: 'iso' },
  subject: { fields: ['line'] },
  meter: { constant: 'units' },
  quantity: { fields: ['volume_kb'], divideBy: '1000' },
};

/** How rows of `cdrFile` become usage. */
export const CDR_MAPPING = {
  name: 'Call records',
  format: 'csv' as const,
  definition,
  sample: '',
  partner: null,
};

const HEADER =
  'record_type,switch,sequence,started,line,imsi,imei,cell,network,apn,rat,cause,session,volume_kb,description';
const ROWS_PER_PIECE = 400;

/** Call records of some 200 bytes a row, about `bytes` together, made as they are asked for; `name` tells two files' rows apart. */
export function* cdrFile(name: string, bytes: number, accounts: number): Generator<Buffer> {
  const started = new Date().toISOString();
  let left = bytes;
  let n = 0;
  yield Buffer.from(`${HEADER}\n`);
  while (left > 0) {
    const lines: string[] = [];
    for (let row = 0; row < ROWS_PER_PIECE; row += 1, n += 1) lines.push(rowOf(name, n, started, accounts));
    const piece = Buffer.from(lines.join(''));
    left -= piece.length;
    yield piece;
  }
}

function rowOf(name: string, n: number, started: string, accounts: number): string {
  const line = `V-${n % accounts}-${[2, 3, 6, 7][Math.floor(n / accounts) % 4]}`;
  const imsi = 260_010_000_000_000 + (n % accounts);
  return `DATA,${name},${n},${started},${line},${imsi},35${imsi},26001-${n % 9999},PL-PLUS,internet.iot,LTE,normal release,${n}-${imsi},${(n % 9000) + 1},"Data session, packet switched, home network"\n`;
}
