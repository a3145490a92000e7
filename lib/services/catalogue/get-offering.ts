import { findOffering, type OfferingRow } from '@/lib/db/catalogue';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type OfferingView = OfferingRow;

/** An offering by id, or the latest version of a short name, with its prices and who stands behind it. Fails: `not_found`. */
export async function getOffering(ctx: ServiceContext, idOrSlug: string): Promise<OfferingView> {
  authorise(ctx, 'catalogue.read');
  const scope = scopeOf(ctx.actor);
  const offering = await withTenantSql(scope, (sql) => findOffering(sql, scope.partnerId, idOrSlug));
  if (!offering) throw notFound('The offering');
  return offering;
}
