import type { ListQuery, Page } from '@/lib/db/keyset';
import { listMail as listMailRows, type MailRow } from '@/lib/db/mail';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Outgoing mail, the latest first, and whether there is a way out for it. */
export async function listMail(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<MailRow> & { hasServer: boolean }> {
  authorise(ctx, 'mail.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listMailRows(sql, query));
  return { ...page, hasServer: env().SMTP_URL !== undefined };
}
