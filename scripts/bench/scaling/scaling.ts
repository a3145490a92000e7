import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { actingAt } from '@/prisma/seed/builders/world';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';
import { peakMbOf } from '../../scratch/peak-memory';
import { type Bench, newVolume, openSite, type Site, standOn } from '../bench';
import { PROCESSES } from '../bill-run/floor-row';
import { type RunTimes, runProduct, untilState } from '../bill-run/product';
import { type BookSums, readSums, requireEqualSums } from '../bill-run/sums';
import { withWorkers } from '../bill-run/workers';

/** One size of customer base in a database of its own, run, issued and run again. */
export type Point = {
  accounts: number;
  site: Site;
  volume: VolumeWorld;
  runs: RunTimes[];
  /** Of the worker that needed most, over warm-up, runs and issues. */
  peakMb: number;
  rerunMs: number;
  /** Everything stored before and after the re-run was the same. */
  rerunWroteNothing: boolean;
};

/** The same base at growing sizes, smallest first. */
export type Scaling = Point[];

/** Taken once for all rows that read it; the databases stay until the bench ends. */
export function scalingOf(bench: Bench): Promise<Scaling> {
  const taken = scalings.get(bench) ?? measureScaling(bench);
  scalings.set(bench, taken);
  return taken;
}

const scalings = new WeakMap<Bench, Promise<Scaling>>();

async function measureScaling(bench: Bench): Promise<Scaling> {
  const points: Scaling = [];
  // Small runs are repeated: their few hundred milliseconds vary more than the many of large ones.
  const sizes = bench.quick
    ? [
        { accounts: 500, times: 3 },
        { accounts: 2000, times: 2 },
        { accounts: 6000, times: 1 },
      ]
    : [
        { accounts: 1000, times: 5 },
        { accounts: 10_000, times: 3 },
        { accounts: 100_000, times: 1 },
      ];
  for (const { accounts, times } of sizes) points.push(await measurePoint(bench, accounts, times));
  return points;
}

async function measurePoint(bench: Bench, accounts: number, times: number): Promise<Point> {
  const site = await openSite(bench);
  return withWorkers(site, PROCESSES, async (workers) => {
    const runs: RunTimes[] = [];
    let volume = await newVolume(site, accounts);
    runs.push(await runProduct(site, volume));
    while (runs.length < times) {
      volume = await newVolume(site, accounts);
      runs.push(await runProduct(site, volume));
    }
    const before = await readSums(site.owner, volume);
    const rerunMs = await rerun(site, volume);
    const after = await readSums(site.owner, volume);
    const peakMb = Math.max(...workers.map(({ pid }) => peakMbOf(pid)));
    return { accounts, site, volume, runs, peakMb, rerunMs, rerunWroteNothing: isSame(before, after) };
  });
}

async function rerun(site: Site, { world, spec }: VolumeWorld): Promise<number> {
  await standOn(site);
  const since = performance.now();
  const { id } = await startBillRun(actingAt(world, site.now), { cycleId: spec.open.id });
  await untilState(site.owner, id, 'issued');
  return performance.now() - since;
}

/** The accounts of the new run are its own; everything else must be as it was. */
function isSame({ accounts: _, ...before }: BookSums, { accounts: __, ...after }: BookSums): boolean {
  try {
    requireEqualSums(before, after, 'The re-run');
    return true;
  } catch {
    return false;
  }
}
