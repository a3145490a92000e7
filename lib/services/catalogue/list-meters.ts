import { listMeters as listMeterRows, type MeterRow } from '@/lib/db/catalogue';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export async function listMeters(ctx: ServiceContext): Promise<MeterRow[]> {
  authorise(ctx, 'catalogue.read');
  return withTenantSql(scopeOf(ctx.actor), listMeterRows);
}
