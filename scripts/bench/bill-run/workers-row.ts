import { type Bench, newVolume, withSite } from '../bench';
import type { Measured } from '../row';
import { median } from '../statistics';
import { seconds } from './floor-row';
import { rateProduct } from './product';
import { withWorkers } from './workers';

/**
 * One worker process against two, of one lane each, in turns, over the part of a run that any number of them share: that a run
 * spreads over processes. A worker by itself has two lanes, and with them the second processor has little left to give.
 */
export function measureWorkers(bench: Bench): Promise<Measured> {
  const { accounts, rounds } = bench.quick ? { accounts: 2000, rounds: 2 } : { accounts: 10_000, rounds: 3 };
  return withSite(bench, async (site) => {
    const times: Record<1 | 2, number[]> = { 1: [], 2: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const count of round % 2 === 0 ? ([1, 2] as const) : ([2, 1] as const)) {
        const { rateMs } = await withWorkers(
          site,
          count,
          async () => rateProduct(site, await newVolume(site, accounts)),
          { BILL_RUN_LANES: '1' },
        );
        times[count].push(rateMs);
      }
    }
    const [one, two] = [median(times[1]), median(times[2])];
    return {
      value: one / two,
      note: `${accounts} bills of 10 lines: ${seconds(one)} s with one, ${seconds(two)} s with two; medians of ${rounds}`,
    };
  });
}
