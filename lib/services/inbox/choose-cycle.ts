import { listExpectedCycleIds } from '@/lib/db/inbox';
import { listReceivingCycles, type ReceivingCycle } from '@/lib/db/partner-bill-terms';
import { withTenantSql } from '@/lib/db/tenant';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/**
 * The cycle that a bill is for which names none, by the days on which its charges begin: the one the partner still owes a bill for
 * that has most of them, else the open one that has most; of charges that name no days, the one owed first. Answers its id. Fails: `no_cycle`.
 */
export async function chooseCycle(
  ctx: ServiceContext,
  partnerId: string,
  days: readonly string[],
): Promise<string> {
  authorise(ctx, 'partner-bill.receive');
  const { owed, open } = await withTenantSql(operatorWide(ctx.actor), async (sql) => ({
    owed: await listExpectedCycleIds(sql, partnerId, ctx.now),
    open: await listReceivingCycles(sql, partnerId, ctx.now),
  }));
  const expected = owed.flatMap(({ id }) => open.find((cycle) => cycle.id === id) ?? []);
  const chosen = days.length === 0 ? (expected[0] ?? null) : (fullest(expected, days) ?? fullest(open, days));
  if (chosen) return chosen.id;
  const when = days.length === 0 ? 'names no days' : `is for days from ${days.toSorted()[0]}`;
  const cycles = open.slice(0, 5).map(({ name, from, to }) => `${name}, ${from} to ${to}`);
  const message = `The bill ${when}, and no cycle is open for it. Open are: ${cycles.join('; ') || 'none'}. Send it on the page where bills are sent, and say its cycle.`;
  throw invalid('no_cycle', 'cycle', message);
}

/** The first of those with the most days in them; null when none has any. */
function fullest(cycles: readonly ReceivingCycle[], days: readonly string[]): ReceivingCycle | null {
  let best: { cycle: ReceivingCycle; count: number } | null = null;
  for (const cycle of cycles) {
    const count = days.filter((day) => day >= cycle.from && day < cycle.to).length;
    if (count > (best?.count ?? 0)) best = { cycle, count };
  }
  return best?.cycle ?? null;
}
