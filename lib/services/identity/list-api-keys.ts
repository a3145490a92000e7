import { findApiKey, listApiKeys as listRows } from '@/lib/db/api-keys';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type ApiKeyView, apiKeyViews } from '@/lib/services/identity/api-key-view';

/** A party's own keys; the operator's own and those of all its parties. Filters `state`, `audience`, `party`. */
export async function listApiKeys(ctx: ServiceContext, query: ListQuery): Promise<Page<ApiKeyView>> {
  authorise(ctx, 'api-key.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const page = await listRows(sql, query, ctx.now);
    return { ...page, data: await apiKeyViews(sql, ctx, page.data) };
  });
}

/** Fails: AppError `forbidden`, `not_found`. */
export async function getApiKey(ctx: ServiceContext, id: string): Promise<ApiKeyView> {
  authorise(ctx, 'api-key.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const row = await findApiKey(sql, id, ctx.now);
    if (!row) throw notFound('The API key');
    return (await apiKeyViews(sql, ctx, [row]))[0]!;
  });
}
