import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { listWriteOffRows, readWriteOffLimit, type WriteOffRow } from '@/lib/db/write-offs';
import { actorId, scopeOf } from '@/lib/domain/access/actor';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { personOf } from '@/lib/services/partner-bills/acting';

export type WriteOffView = Omit<WriteOffRow, 'amountMinor'> & {
  amount: string;
  /** Whether the reader may not approve it, having asked for it. */
  isOwn: boolean;
};

/** Write-offs and what was taken back of them, the latest first. Filters and sorting as `listWriteOffRows`. */
export async function listWriteOffs(ctx: ServiceContext, query: ListQuery): Promise<Page<WriteOffView>> {
  authorise(ctx, 'write-off.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listWriteOffRows(sql, query));
  const reader = actorId(ctx.actor);
  return {
    ...page,
    data: page.data.map(({ amountMinor, ...row }) => ({
      ...row,
      amount: moneyOf(row.currency)(amountMinor),
      isOwn: personOf(row.askedBy) === reader,
    })),
  };
}

/** Above which a second person decides, in the operator's currency; null: never. */
export async function getWriteOffLimit(
  ctx: ServiceContext,
): Promise<{ limit: string | null; currency: string }> {
  authorise(ctx, 'write-off.read');
  const { limitMinor, currency } = await withTenantSql(scopeOf(ctx.actor), readWriteOffLimit);
  return { limit: limitMinor === null ? null : moneyOf(currency)(limitMinor), currency };
}
