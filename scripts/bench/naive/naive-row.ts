import { type Bench, newVolume, withSite } from '../bench';
import { PROCESSES, totalMs } from '../bill-run/floor-row';
import { runProduct } from '../bill-run/product';
import { type BookSums, readSums, requireEqualSums } from '../bill-run/sums';
import { withWorkers } from '../bill-run/workers';
import type { Measured } from '../row';
import { runNaive } from './run-naive';

/** Bills a second of a whole run ÷ those of a loop over the accounts, one transaction each, through Prisma. */
export function measureNaive(bench: Bench): Promise<Measured> {
  const { accounts, naiveAccounts } = bench.quick
    ? { accounts: 2000, naiveAccounts: 60 }
    : { accounts: 10_000, naiveAccounts: 300 };
  return withSite(bench, (site) =>
    withWorkers(site, PROCESSES, async () => {
      const [small, alike] = [await newVolume(site, naiveAccounts), await newVolume(site, naiveAccounts)];
      const naivePerSecond = naiveAccounts / ((await runNaive(small, site.now.slice(0, 10))) / 1000);
      await runProduct(site, alike);
      const [wanted, written] = [await readSums(site.owner, small), await readSums(site.owner, alike)];
      requireEqualSums(documents(wanted), documents(written), 'The naive loop and the product');
      const run = await runProduct(site, await newVolume(site, accounts));
      const perSecond = accounts / (totalMs(run) / 1000);
      return {
        value: perSecond / naivePerSecond,
        note: `${Math.round(perSecond)} bills a second, issued, against ${Math.round(naivePerSecond)}`,
      };
    }),
  );
}

/** What the loop leaves out: explanations, and names and addresses on the bill. */
const documents = ({ lines, taxes, invoices, postings, events, numbers, accounts }: BookSums): BookSums => ({
  lines: lines!,
  taxes: taxes!,
  invoices: invoices!,
  postings: postings!,
  events: events!,
  numbers: numbers!,
  accounts: accounts!,
});
