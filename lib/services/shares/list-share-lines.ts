import { findCycle } from '@/lib/db/cycles';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { listShareLineRows, type ShareLineRow } from '@/lib/db/partner-shares';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type ShareLine = Omit<ShareLineRow, 'amountMinor' | 'shareMinor'> & { amount: string; share: string };

export type CycleShareLines = Page<ShareLine> & {
  cycle: { id: string; name: string; from: string; to: string };
};

/** The bill lines of a cycle in which a partner has a share, each with that share. Fails: `not_found`. */
export async function listShareLines(
  ctx: ServiceContext,
  partner: string | null,
  cycleId: string,
  query: ListQuery,
): Promise<CycleShareLines> {
  authorise(ctx, 'share.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const cycle = await findCycle(sql, cycleId);
    if (!cycle) throw notFound('The cycle');
    const page = await listShareLineRows(sql, id, cycleId, query);
    const facts = { id: cycle.id, name: cycle.specName, from: cycle.periodFrom, to: cycle.periodTo };
    return { ...page, data: page.data.map(viewOf), cycle: facts };
  });
}

function viewOf({ amountMinor, shareMinor, ...row }: ShareLineRow): ShareLine {
  const minor = (amount: bigint) => formatMinor(amount, currencyOf(row.currency));
  return { ...row, amount: minor(amountMinor), share: minor(shareMinor) };
}
