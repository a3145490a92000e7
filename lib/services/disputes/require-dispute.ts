import { type DisputeRow, findDispute, lockDispute } from '@/lib/db/disputes';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { withBooks } from '@/lib/services/receivables/with-books';

/**
 * Changes a dispute that the actor's own scope can see: it is held, and what is done to it reaches over the whole operator, because the money
 * of a bill is everybody's. Somebody else's is not there. Fails: `not_found`.
 */
export async function changingDispute<T>(
  ctx: ServiceContext,
  idOrNumber: string,
  change: (sql: Sql, dispute: DisputeRow) => Promise<T>,
): Promise<T> {
  const own = await requireDispute(ctx, idOrNumber);
  return withBooks(ctx.actor, async (sql) => change(sql, (await lockDispute(sql, own.id))!));
}

/** In the actor's own scope. Fails: `not_found`. */
export async function requireDispute(ctx: ServiceContext, idOrNumber: string): Promise<DisputeRow> {
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findDispute(sql, idOrNumber));
  if (!row) throw notFound('The dispute');
  return row;
}
