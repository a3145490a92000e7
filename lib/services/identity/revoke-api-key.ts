import { findApiKey, revokeKey } from '@/lib/db/api-keys';
import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type ApiKeyView, apiKeyViews } from '@/lib/services/identity/api-key-view';
import { grantScope } from '@/lib/services/identity/create-membership';
import { keyToEnd } from '@/lib/services/identity/end-api-key';

/**
 * Ends a key at once, and all that were made with it: the next request with one is refused. Again it changes nothing.
 * Fails: AppError `forbidden`, `not_found`, `key_published`.
 */
export async function revokeApiKey(ctx: ServiceContext, { id }: { id: string }): Promise<ApiKeyView> {
  authorise(ctx, 'api-key.manage');
  return withTenantSql(grantScope(ctx), async (sql) => {
    const { state } = await keyToEnd(sql, ctx, id);
    if (state !== 'revoked') {
      const endedToo = await revokeKey(sql, id, ctx.now);
      await appendAudit(sql, ctx.actor, {
        action: 'api-key.revoked',
        entityType: 'api_key',
        entityId: id,
        ...(endedToo.length > 0 && { after: { endedToo } }),
      });
    }
    return (await apiKeyViews(sql, ctx, [(await findApiKey(sql, id, ctx.now))!]))[0]!;
  });
}
