import { setTimeout as sleep } from 'node:timers/promises';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { actingAt } from '@/prisma/seed/builders/world';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';
import { startWorker } from '../../scratch/processes';
import { type Bench, newVolume, type Site, settle, withSite } from '../bench';
import type { Measured } from '../row';
import { median } from '../statistics';
import { copyFile } from './copy-file';

const ACCOUNTS = 500;

/**
 * Rows a second of a CSV file, from its upload until a worker has read it to the end (checked, deduplicated, added to running
 * totals) ÷ those of a loop that reads the same bytes and puts the rows into the same tables by COPY, in turns.
 */
export function measureFile(bench: Bench): Promise<Measured> {
  const { rows, rounds } = bench.quick ? { rows: 20_000, rounds: 3 } : { rows: 200_000, rounds: 5 };
  return withSite(bench, async (site) => {
    const worker = startWorker(site.lab, 'worker-file');
    try {
      const [ours, theirs] = [await newVolume(site, ACCOUNTS), await newVolume(site, ACCOUNTS)];
      const times: [number[], number[]] = [[], []];
      for (let round = -1; round < rounds; round += 1) {
        const file = makeFile(rows, round);
        for (const side of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
          await settle(site.owner);
          const ms =
            side === 0 ? await readFile(site, ours, file) : await copyFile(site.lab.ownerUrl, theirs, file);
          // The first round warms both up.
          if (round >= 0) times[side].push(ms);
        }
      }
      await requireSameEvents(site, ours, theirs);
      const perSecond = times.map((taken) => rows / (median(taken) / 1000));
      const thousands = perSecond.map((rate) => `${(rate / 1000).toFixed(1)}k`);
      return {
        value: perSecond[0]! / perSecond[1]!,
        note: `${thousands[0]} rows a second of CSV, ${thousands[1]} by COPY alone; ${rows} rows, medians of ${rounds}`,
      };
    } finally {
      await worker.stop(5000);
    }
  });
}

/** With the columns that need no mapping. Every file is other events, and the metered products of the accounts in turn. */
function makeFile(rows: number, round: number): Buffer {
  const time = new Date().toISOString();
  const lines = ['source,id,time,subject,meter,quantity'];
  for (let n = 0; n < rows; n += 1) {
    const subject = `V-${n % ACCOUNTS}-${[2, 3, 6, 7][Math.floor(n / ACCOUNTS) % 4]}`;
    lines.push(`file-${round},${n},${time},${subject},units,${(n % 40) + 1}.5`);
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

const LOOK_EVERY_MS = 10;

async function readFile({ owner, now }: Site, { world }: VolumeWorld, file: Buffer): Promise<number> {
  const since = performance.now();
  const { file: received } = await receiveUsageFile(actingAt(world, now), {
    name: 'usage.csv',
    format: 'csv',
    mapping: null,
    partner: null,
    bytes: inPieces(file),
  });
  for (;;) {
    const { rows } = await owner.query<{ state: string; failure: string | null; faults: string }>(
      `select state, failure, (rows_received - rows_accepted)::text as faults from usage_file where id = $1`,
      [received.id],
    );
    const { state, failure, faults } = rows[0]!;
    if (state === 'done' && faults === '0') return performance.now() - since;
    if (state === 'done' || state === 'failed')
      throw new Error(`The file is ${state}, ${faults} rows not taken: ${failure}`);
    await sleep(LOOK_EVERY_MS);
  }
}

const PIECE_BYTES = 64 * 1024;

async function* inPieces(bytes: Buffer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

async function requireSameEvents({ owner }: Site, a: VolumeWorld, b: VolumeWorld): Promise<void> {
  const sums = async ({ world }: VolumeWorld) => {
    const { rows } = await owner.query<{ sums: string }>(
      `select concat_ws(' ', count(*), sum(quantity), (select count(*) from usage_key where operator_id = $1)) as sums
       from usage_event where operator_id = $1`,
      [world.operatorId],
    );
    return rows[0]!.sums;
  };
  const [ours, theirs] = [await sums(a), await sums(b)];
  if (ours !== theirs)
    throw new Error(`The file and the COPY stored different events: ${ours} and ${theirs}`);
}
