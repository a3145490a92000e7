import { revokeApiKey as revokeRow } from '@/lib/db/api-keys';
import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { grantScope } from '@/lib/services/identity/create-membership';

/** Ends a key at once: the next request with it is refused. Fails: AppError `forbidden`, `not_found`. */
export async function revokeApiKey(ctx: ServiceContext, input: { id: string }): Promise<void> {
  authorise(ctx, 'api-key.manage');
  await withTenantSql(grantScope(ctx), async (sql) => {
    if (!(await revokeRow(sql, { id: input.id, partyId: ctx.actor.partyId, now: ctx.now })))
      throw notFound('The API key');
    await appendAudit(sql, ctx.actor, {
      action: 'api-key.revoked',
      entityType: 'api_key',
      entityId: input.id,
    });
  });
}
