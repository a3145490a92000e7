import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type ConnectorView, readConnector } from '@/lib/services/connectors/connector-view';
import { authorise, type ServiceContext } from '@/lib/services/context';

export async function getConnector(ctx: ServiceContext, id: string): Promise<ConnectorView> {
  authorise(ctx, 'connector.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readConnector(sql, id));
}
