import { listConnectorRows } from '@/lib/db/connectors';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type ConnectorView, viewOf } from '@/lib/services/connectors/connector-view';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

/** A partner's connectors by name; a partner sees its own. */
export async function listConnectors(
  ctx: ServiceContext,
  partner: string | null,
): Promise<Omit<ConnectorView, 'pulls'>[]> {
  authorise(ctx, 'connector.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => (await listConnectorRows(sql, id)).map(viewOf));
}
