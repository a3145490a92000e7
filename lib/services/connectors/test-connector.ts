import { listMappings } from '@/lib/db/account-mappings';
import { insertPull, markConnectorTested } from '@/lib/db/connectors';
import { newId } from '@/lib/db/id';
import { findLastEndedCycle, listReceivingCycles } from '@/lib/db/partner-bill-terms';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { indexAccountMappings, resolveAccount } from '@/lib/domain/billing/partner-bill/resolve-account';
import { civilDate } from '@/lib/domain/period/civil-date';
import { conflict } from '@/lib/errors';
import { FeedError } from '@/lib/integrations/partner-feeds/feed';
import { type ConnectorView, readConnector } from '@/lib/services/connectors/connector-view';
import { feedOf } from '@/lib/services/connectors/feed-of';
import { openConnector } from '@/lib/services/connectors/open-connector';
import { TestedCharges } from '@/lib/services/connectors/tested-charges';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/**
 * Reads the partner's system for the last period that ended, as a pull would, and says what it would bring. Success marks the
 * settings as tried. Always answers; what went wrong is in the latest of `pulls`. Fails: `not_found`, `no_ended_cycle`, `tested_by_event`.
 */
export async function testConnector(ctx: ServiceContext, id: string): Promise<ConnectorView> {
  authorise(ctx, 'connector.manage');
  const { connector, secret, cycle, mappings } = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const opened = await openConnector(sql, id);
    const { partner } = opened.connector;
    const cycles = await listReceivingCycles(sql, partner.id, ctx.now);
    const stored = await listMappings(sql, partner.id);
    return {
      ...opened,
      // A partner that comes when every bill is issued is tried all the same.
      cycle: cycles.find(({ ended }) => ended) ?? (await findLastEndedCycle(sql, ctx.now)),
      mappings: indexAccountMappings(stored),
    };
  });
  if (connector.settings.kind === 'push') {
    throw conflict(
      'tested_by_event',
      'Send an event from your system: the first one that is signed right is the test, and nothing of it is billed.',
    );
  }
  if (!cycle) throw conflict('no_ended_cycle', 'No billing period has ended yet that could be asked for.');
  const period = { from: civilDate(cycle.from), to: civilDate(cycle.to) };
  const startedAt = new Date().toISOString();
  const seen = new TestedCharges(period, (line) => resolveAccount(mappings, line) !== null);
  const failure = await read(seen, feedOf(connector.settings, secret, period));
  const result = {
    outcome: failure ? ('failed' as const) : seen.charges === 0 ? ('empty' as const) : ('done' as const),
    code: failure?.code ?? null,
    message: failure?.message ?? null,
  };
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await insertPull(sql, ctx.actor.operatorId, {
      ...{ id: newId(), connectorId: id, cycleId: cycle.id, kind: 'test', partnerBillId: null },
      ...result,
      charges: seen.charges,
      summary: seen.summary(),
      startedAt,
      finishedAt: new Date().toISOString(),
    });
    if (result.outcome === 'done') await markConnectorTested(sql, id, connector.settings, ctx.now);
    return readConnector(sql, id);
  });
}

async function read(seen: TestedCharges, pages: ReturnType<typeof feedOf>): Promise<FeedError | null> {
  try {
    for await (const { items } of pages) for (const item of items) seen.add(item);
    return null;
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
}
