import { appendAudit } from '@/lib/db/audit';
import { setConnectorState as save } from '@/lib/db/connectors';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict } from '@/lib/errors';
import { type ConnectorView, readConnector } from '@/lib/services/connectors/connector-view';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Sets a connector to work, or lets it rest. Fails: `not_found`, `not_tested` while these settings were not tried with success. */
export async function setConnectorState(
  ctx: ServiceContext,
  id: string,
  state: 'live' | 'paused',
): Promise<ConnectorView> {
  authorise(ctx, 'connector.manage');
  const before = await withTenantSql(scopeOf(ctx.actor), (sql) => readConnector(sql, id));
  if (state === 'live' && before.testedAt === null) {
    throw conflict(
      'not_tested',
      'Test the connector first: it goes live once its system has answered with charges.',
    );
  }
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await save(sql, id, state);
    await appendAudit(sql, ctx.actor, {
      action: `connector.${state === 'live' ? 'started' : 'paused'}`,
      entityType: 'partner_connector',
      entityId: id,
      before: { state: before.state },
      after: { state },
    });
    return readConnector(sql, id);
  });
}
