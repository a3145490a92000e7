import os from 'node:os';
import { type Bench, newVolume, withSite } from '../bench';
import type { Measured } from '../row';
import { median } from '../statistics';
import { type FloorTimes, runFloor } from './floor';
import { type RunTimes, runProduct } from './product';
import { readSums, requireEqualSums } from './sums';
import { withWorkers } from './workers';

/**
 * A whole run and its issue ÷ the floor's two stages, each over an operator of its own with the same accounts, in turns. The
 * product has a worker process for each processor, the floor one connection: that is what each does best.
 */
export function measureFloor(bench: Bench): Promise<Measured> {
  const { accounts, rounds } = bench.quick ? { accounts: 1000, rounds: 3 } : { accounts: 10_000, rounds: 5 };
  return withSite(bench, (site) =>
    withWorkers(site, PROCESSES, async () => {
      const floors: FloorTimes[] = [];
      const products: RunTimes[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const [left, right] = [await newVolume(site, accounts), await newVolume(site, accounts)];
        const floor = async () => {
          floors.push(await runFloor(site.lab.ownerUrl, left, site.now.slice(0, 10)));
        };
        const product = async () => {
          products.push(await runProduct(site, right));
        };
        for (const side of round % 2 === 0 ? [floor, product] : [product, floor]) await side();
        const [wanted, written] = [await readSums(site.owner, left), await readSums(site.owner, right)];
        requireEqualSums(wanted, written, 'Floor and product');
      }
      const stage = (name: 'rateMs' | 'issueMs') =>
        `${seconds(median(products.map((times) => times[name])))} ÷ ${seconds(median(floors.map((times) => times[name])))} s`;
      return {
        value: median(products.map(totalMs)) / median(floors.map(totalMs)),
        note: `${accounts} bills of 10 lines, ${PROCESSES} workers: rate ${stage('rateMs')}, issue ${stage('issueMs')}; medians of ${rounds}`,
      };
    }),
  );
}

/** Worker processes of a run that is to be quick: one for each processor, as far as a run uses them. */
export const PROCESSES = Math.min(2, os.cpus().length);

export const totalMs = ({ rateMs, issueMs }: FloorTimes): number => rateMs + issueMs;

export const seconds = (ms: number): string => (ms / 1000).toFixed(2);
