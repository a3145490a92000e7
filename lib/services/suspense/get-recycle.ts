import { findRecycle, listRecentRecycles, RECYCLE_CHANNEL } from '@/lib/db/suspense-recycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { following } from '@/lib/services/following';
import { recycleView, type SuspenseRecycle } from '@/lib/services/suspense/start-recycle';

/** How far a recycle came; a partner sees its own. Fails: `not_found`. */
export async function getRecycle(ctx: ServiceContext, id: string): Promise<SuspenseRecycle> {
  authorise(ctx, 'usage.read');
  const recycle = await withTenantSql(scopeOf(ctx.actor), (sql) => findRecycle(sql, id));
  if (!recycle) throw notFound('The recycle');
  return recycleView(recycle);
}

/** Those under way, and those that ended within a day; the latest three. */
export async function listRecycles(ctx: ServiceContext): Promise<SuspenseRecycle[]> {
  authorise(ctx, 'usage.read');
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => listRecentRecycles(sql, ctx.now));
  return rows.map(recycleView);
}

/** The recycle as it is now, and again each time it has moved (`following`). Fails: `not_found`. */
export const followRecycle = (
  ctx: ServiceContext,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<SuspenseRecycle | null> =>
  following({ channel: RECYCLE_CHANNEL, notice: `${ctx.actor.operatorId}:${id}` }, signal, () =>
    getRecycle(ctx, id),
  );
