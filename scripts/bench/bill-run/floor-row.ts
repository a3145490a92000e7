import os from 'node:os';
import type { Bench } from '../bench';
import { newVolume } from '../bench';
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
export async function measureFloor(bench: Bench): Promise<Measured> {
  const { accounts, rounds } = bench.quick ? { accounts: 2000, rounds: 3 } : { accounts: 10_000, rounds: 5 };
  const processes = Math.min(2, os.cpus().length);
  return withWorkers(bench, processes, async () => {
    const floors: FloorTimes[] = [];
    const products: RunTimes[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [left, right] = [await newVolume(bench, accounts), await newVolume(bench, accounts)];
      const floor = async () => {
        floors.push(await runFloor(bench.lab.ownerUrl, left, bench.now.slice(0, 10)));
      };
      const product = async () => {
        products.push(await runProduct(bench, right));
      };
      for (const side of round % 2 === 0 ? [floor, product] : [product, floor]) await side();
      requireEqualSums(
        await readSums(bench.owner, left),
        await readSums(bench.owner, right),
        'Floor and product',
      );
    }
    const floorMs = median(floors.map(total));
    const productMs = median(products.map(total));
    const stage = (name: 'rateMs' | 'issueMs') =>
      `${seconds(median(products.map((times) => times[name])))} ÷ ${seconds(median(floors.map((times) => times[name])))}`;
    return {
      value: productMs / floorMs,
      note: `${accounts} bills of 10 lines, ${processes} workers: rate ${stage('rateMs')} s, issue ${stage('issueMs')} s; ${rounds} rounds, medians`,
    };
  });
}

const total = ({ rateMs, issueMs }: FloorTimes) => rateMs + issueMs;

export const seconds = (ms: number): string => (ms / 1000).toFixed(2);
