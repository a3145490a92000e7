import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { countWaiting, listWaiting, type SuspenseCount, type SuspenseListRow } from '@/lib/db/usage-suspense';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type SuspendedUsage = Omit<SuspenseListRow, 'body'> & Omit<SuspenseListRow['body'], 'type'>;

/** Usage that waits for something to be put right; a partner sees what it sent. */
export async function listSuspense(ctx: ServiceContext, query: ListQuery): Promise<Page<SuspendedUsage>> {
  authorise(ctx, 'usage.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listWaiting(sql, query));
  return { ...page, data: page.data.map(toView) };
}

/** How much waits, by reason, the most frequent first. */
export async function countSuspense(ctx: ServiceContext): Promise<SuspenseCount[]> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), countWaiting);
}

function toView({ body, ...row }: SuspenseListRow): SuspendedUsage {
  const { subject, meter, quantity, attributes, occurredAt } = body;
  return { ...row, subject, meter, quantity, attributes, occurredAt };
}
