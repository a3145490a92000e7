import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { AppError, conflict, notFound } from '@/lib/errors';
import { readConnector } from '@/lib/services/connectors/connector-view';
import { pullPartnerBill } from '@/lib/services/connectors/pull-partner-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { listOpenCycles } from '@/lib/services/partner-bills/receiving';

/**
 * Asks a live connector for one period now, because somebody wants to: what comes is the partner's bill. It is how the first bill of a partner
 * comes, none of whose accounts are mapped yet, so that nothing is expected of it.
 * Fails: `not_found` (connector, cycle), `not_live`, `nothing_charged`, and as the partner's system failed.
 */
export async function fetchPeriod(
  ctx: ServiceContext,
  { id, cycleId }: { id: string; cycleId: string },
): Promise<{ partnerBillId: string }> {
  authorise(ctx, 'connector.manage');
  const connector = await withTenantSql(scopeOf(ctx.actor), (sql) => readConnector(sql, id));
  if (connector.state !== 'live' || connector.settings.kind === 'push') {
    throw conflict('not_live', 'Only a live connector is asked. Test it, set it live, and try again.');
  }
  const partnerId = connector.partner.id;
  const cycle = (await listOpenCycles(ctx, partnerId)).find((open) => open.id === cycleId && open.ended);
  if (!cycle) throw notFound('The ended billing cycle');
  const { name: cycleName, from, to } = cycle;
  const due = { connectorId: id, partnerId, cycleId, cycleName, from, to };
  const { outcome, code, message, partnerBillId } = await pullPartnerBill(ctx, due);
  if (partnerBillId !== null) return { partnerBillId };
  if (outcome === 'empty') throw conflict('nothing_charged', 'The system has no charges for this period.');
  throw new AppError('conflict', code ?? 'not_fetched', message ?? 'The period could not be fetched.');
}
