import type { ListQuery, Page } from '@/lib/db/keyset';
import { findOperator } from '@/lib/db/operators';
import { countWaiting, listWaiting, type SuspenseCount, type SuspenseListRow } from '@/lib/db/suspense-reads';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type AtStake, estimateRows } from '@/lib/services/suspense/estimate-rows';

export type SuspendedUsage = Omit<SuspenseListRow, 'body' | 'senderId'> &
  Omit<SuspenseListRow['body'], 'type'> & {
    /** An estimate; null where no price can be told. */
    atStake: AtStake | null;
  };

/** Usage that waits, each with an estimate of its money; a partner sees what it sent. Filters `reason`, `sender`, `meter`. */
export async function listSuspense(ctx: ServiceContext, query: ListQuery): Promise<Page<SuspendedUsage>> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const page = await listWaiting(sql, query);
    return { ...page, data: await withEstimates(sql, page.data, ctx.now) };
  });
}

/** How much waits, by reason, the most frequent first. */
export async function countSuspense(ctx: ServiceContext): Promise<SuspenseCount[]> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), countWaiting);
}

async function withEstimates(
  sql: Sql,
  rows: readonly SuspenseListRow[],
  now: string,
): Promise<SuspendedUsage[]> {
  const { partyId, timeZone } = (await findOperator(sql))!;
  const estimates = await estimateRows(sql, rows, { ownPartyId: partyId, timeZone, now });
  return rows.map(({ body, senderId: _, ...row }, index) => {
    const { subject, meter, quantity, attributes, occurredAt } = body;
    return { ...row, subject, meter, quantity, attributes, occurredAt, atStake: estimates[index]! };
  });
}
