import type { Bench } from '../bench';
import { seconds, totalMs } from '../bill-run/floor-row';
import { compareWithOracle } from '../oracle/compare';
import type { Measured } from '../row';
import { growthExponent, median } from '../statistics';
import { scalingOf } from './scaling';

/** How the time of a whole run grows with the accounts. */
export async function measureGrowth(bench: Bench): Promise<Measured> {
  const points = (await scalingOf(bench)).map(({ accounts, runs }) => ({
    size: accounts,
    time: median(runs.map(totalMs)),
  }));
  const note = points.map(({ size, time }) => `${size} in ${seconds(time)} s`).join(', ');
  return { value: growthExponent(points), note };
}

/** The peak memory of a worker at the largest size, which may not be more than a tenth above that at a tenth of it. */
export async function measureMemory(bench: Bench): Promise<Measured> {
  const [middle, large] = (await scalingOf(bench)).slice(-2);
  const growth = large!.peakMb / middle!.peakMb - 1;
  return {
    value: large!.peakMb,
    alsoMet: growth <= 0.1,
    note: `${large!.accounts} accounts; at ${middle!.accounts} ${Math.round(middle!.peakMb)} MB, so ${(growth * 100).toFixed(1)} % more`,
  };
}

/** Running an issued cycle again ÷ the first run's rating, at the largest size. */
export async function measureRerun(bench: Bench): Promise<Measured> {
  const large = (await scalingOf(bench)).at(-1)!;
  const first = median(large.runs.map(({ rateMs }) => rateMs));
  const rows = large.rerunWroteNothing ? 'nothing stored changed' : 'STORED ROWS CHANGED';
  return {
    value: large.rerunMs / first,
    alsoMet: large.rerunWroteNothing,
    note: `${large.accounts} accounts: ${seconds(large.rerunMs)} s after ${seconds(first)} s; ${rows}`,
  };
}

/** Lines, shares and taxes that a calculation of its own, in fractions, finds different from the stored ones. */
export async function measureOracle(bench: Bench): Promise<Measured> {
  const sums = { lines: 0, shares: 0, bills: 0, differences: 0 };
  for (const { site, volume } of await scalingOf(bench)) {
    const { lines, shares, bills, differences } = await compareWithOracle(site.owner, volume);
    for (const difference of differences.slice(0, 3)) console.error(difference);
    sums.lines += lines;
    sums.shares += shares;
    sums.bills += bills;
    sums.differences += differences.length;
  }
  return {
    value: sums.differences,
    alsoMet: sums.lines > 0,
    note: `${sums.lines} lines, ${sums.shares} shares and the tax of ${sums.bills} bills computed again in fractions`,
  };
}
