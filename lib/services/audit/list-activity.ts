import { type AuditEntryRow, listAuditEntries } from '@/lib/db/audit-entries';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type Activity = Omit<AuditEntryRow, 'actor'> & { actorName: string };

/** What was done to these entities, the latest first, at most a hundred entries. */
export async function listActivity(ctx: ServiceContext, entityIds: readonly string[]): Promise<Activity[]> {
  authorise(ctx, 'audit.read');
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => listAuditEntries(sql, entityIds, 100));
  return rows.map(({ actor, ...row }) => ({ ...row, actorName: actor.slice(actor.indexOf(' ') + 1) }));
}
