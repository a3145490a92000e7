import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';
import { readBillImport } from '@/lib/services/partner-bill-imports/read-bill-import';
import { receiveBillUpload } from '@/lib/services/partner-bill-imports/receive-bill-upload';
import { type Bench, settle, withSite } from '../bench';
import type { Measured } from '../row';
import { median } from '../statistics';
import { billFile } from './bill-file';
import { type BillWorld, billWorld } from './bill-world';
import { copyBill } from './copy-bill';

/**
 * Rows a second of a partner's bill in FOCUS, from its upload until it is a bill (every row typed, held against the bills before it,
 * resolved, kept with its source; the bill judged) ÷ those of a loop that puts the same rows into the same table by COPY, in turns.
 */
export function measureBillFile(bench: Bench): Promise<Measured> {
  const { rows, rounds } = bench.quick ? { rows: 10_000, rounds: 3 } : { rows: 100_000, rounds: 3 };
  return withSite(bench, async (site) => {
    const world = await billWorld();
    const times: [number[], number[]] = [[], []];
    const cpu: [number[], number[]] = [[], []];
    let billId = '';
    for (let round = -1; round < rounds; round += 1) {
      const name = `bill-${round}`;
      for (const side of round % 2 === 0 ? ([1, 0] as const) : ([0, 1] as const)) {
        await settle(site.owner);
        const before = process.cpuUsage();
        const since = performance.now();
        if (side === 0) billId = await takeBill(world, name, rows);
        else await copyBill(site.lab.ownerUrl, likeOf(world, billId), billFile(name, rows));
        // The first round warms both up.
        if (round < 0) continue;
        times[side].push(performance.now() - since);
        const { user, system } = process.cpuUsage(before);
        cpu[side].push((user + system) / 1000);
      }
    }
    const perSecond = times.map((taken) => rows / (median(taken) / 1000));
    const thousands = perSecond.map((rate) => `${(rate / 1000).toFixed(1)}k`);
    const micros = cpu.map((taken) => ((median(taken) * 1000) / rows).toFixed(0));
    return {
      value: perSecond[0]! / perSecond[1]!,
      note: `${thousands[0]} rows a second of FOCUS, ${thousands[1]} by COPY alone; ${rows} rows, medians of ${rounds}; processor time of Node a row ${micros[0]} and ${micros[1]} µs`,
    };
  });
}

const likeOf = ({ operator, accountId }: BillWorld, billId: string) => ({
  operatorId: operator.actor.operatorId,
  billId,
  accountId,
});

async function takeBill(world: BillWorld, name: string, rows: number): Promise<string> {
  const { import: received } = await receiveBillUpload(world.operator, {
    ...{ partner: world.partner, cycle: world.cycle, externalId: name, format: 'focus-1.0', fileName: null },
    bytes: asStream(billFile(name, rows)),
  });
  await readBillImport(world.operator, received.id);
  const { failure, partnerBillId, rowsRead } = await getBillImport(world.operator, received.id);
  if (partnerBillId === null || rowsRead !== rows)
    throw new Error(`The bill was not taken: ${failure?.message}`);
  return partnerBillId;
}

async function* asStream(file: Iterable<Buffer>): AsyncIterable<Uint8Array> {
  yield* file;
}
