import {
  type AlertReader,
  type AlertRow,
  countUnseenAlerts,
  listAlerts as listAlertRows,
  markAlertsSeen,
} from '@/lib/db/alerts';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

export type AlertView = AlertRow;

/** What somebody should know, the latest first; a customer's are those of its accounts. */
export async function listAlerts(ctx: ServiceContext, query: ListQuery): Promise<Page<AlertView>> {
  authorise(ctx, 'alert.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listAlertRows(sql, readerOf(ctx), query));
}

/** How many of them nobody of the reader's side has seen; beyond 99 it answers 100. */
export async function countNewAlerts(ctx: ServiceContext): Promise<number> {
  authorise(ctx, 'alert.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => countUnseenAlerts(sql, readerOf(ctx), 100));
}

/** Marks these alerts, or all with null, as seen for the reader's side. Those of others are not there. Answers how many were new. */
export async function seeAlerts(ctx: ServiceContext, ids: readonly string[] | null): Promise<number> {
  authorise(ctx, 'alert.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) =>
    markAlertsSeen(sql, readerOf(ctx), { ids, at: ctx.now, by: actorName(ctx.actor) }),
  );
}

const readerOf = (ctx: ServiceContext): AlertReader =>
  ctx.actor.audience === 'customer' ? 'customer' : 'operator';
