import type { Actor } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { getNextPayout } from '@/lib/services/payouts/get-next-payout';
import { getPayout } from '@/lib/services/payouts/get-payout';
import { listPayoutRows } from '@/lib/services/payouts/list-payout-rows';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { type Bench, settle, withSite } from '../bench';
import type { Measured } from '../row';
import { median } from '../statistics';
import { personOf, settlementWorld } from './settlement-world';

const SMALL = 1_000;

/**
 * What a partner's payout page reads (the payout, its first rows, those of one cause, and the next payout), for a partner with very many rows ÷
 * for one with a thousand: medians, read by read in turns.
 */
export function measurePayoutPage(bench: Bench): Promise<Measured> {
  const { journals, reads } = bench.quick
    ? { journals: 2_000, reads: 60 }
    : { journals: 100_000, reads: 200 };
  return withSite(bench, async (site) => {
    // The first hundred bills are the small partner's, all the others the large one's.
    const partyOf = `case when n <= ${SMALL / 10} then 0 else 1 end`;
    const world = await settlementWorld(site, { slug: 'pages', partners: 2, journals, partyOf });
    const ctx = personOf(world, 'bench', site.now);
    const { id } = await startSettlementRun(ctx, { through: world.through });
    await advanceSettlementRun(ctx, id);
    await settle(site.owner);
    const partners = world.partyIds.map((partyId): ServiceContext => {
      const actor: Actor = { ...ctx.actor, audience: 'partner', partyId };
      return { ...ctx, actor };
    });
    const times: number[][] = [[], []];
    for (let n = -10; n < reads; n += 1) {
      for (const side of n % 2 === 0 ? [0, 1] : [1, 0]) {
        const since = performance.now();
        await readPage(partners[side]!);
        // The first ten warm both up.
        if (n >= 0) times[side]!.push(performance.now() - since);
      }
    }
    const [small, large] = times.map(median) as [number, number];
    return {
      value: large / small,
      note: `${large.toFixed(1)} ms with ${journals * 10 - SMALL} rows, ${small.toFixed(1)} ms with ${SMALL}; medians of ${reads}`,
    };
  });
}

async function readPage(ctx: ServiceContext): Promise<void> {
  const page = { q: '', sort: null, filters: {}, after: null, pageSize: 25 };
  const [head] = (await listPayouts(ctx, page)).data;
  const payout = await getPayout(ctx, head!.id);
  for (const cause of [null, 'shares', 'credits']) {
    await listPayoutRows(ctx, payout.id, { cause, after: null, pageSize: 25 });
  }
  await getNextPayout(ctx, null);
}
