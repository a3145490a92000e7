import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import {
  type DeliveryDetail,
  type DeliveryRow,
  findDelivery,
  findEndpoint,
  listDeliveries as listDeliveryRows,
  listEndpoints as listEndpointRows,
  requeueDelivery,
} from '@/lib/db/webhooks';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { type EndpointView, ownerOf } from '@/lib/services/webhooks/endpoint-view';

export type DeliveryView = DeliveryDetail;

/** The actor's own endpoints: an operator's are not its partners', nor the other way round. */
export async function listEndpoints(ctx: ServiceContext): Promise<EndpointView[]> {
  authorise(ctx, 'webhook.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listEndpointRows(sql, ownerOf(ctx.actor)));
}

/** Fails: `not_found`. */
export async function getEndpoint(ctx: ServiceContext, id: string): Promise<EndpointView> {
  authorise(ctx, 'webhook.read');
  const endpoint = await withTenantSql(scopeOf(ctx.actor), (sql) =>
    findEndpoint(sql, id, ownerOf(ctx.actor)),
  );
  if (!endpoint) throw notFound('The endpoint');
  return endpoint;
}

export async function listDeliveries(ctx: ServiceContext, query: ListQuery): Promise<Page<DeliveryRow>> {
  authorise(ctx, 'webhook.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listDeliveryRows(sql, ownerOf(ctx.actor), query));
}

/** With what was sent. Fails: `not_found`. */
export async function getDelivery(ctx: ServiceContext, id: string): Promise<DeliveryView> {
  authorise(ctx, 'webhook.read');
  const delivery = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    findDelivery(sql, id, ownerOf(ctx.actor)),
  );
  if (!delivery) throw notFound('The delivery');
  return delivery;
}

/** Sends a delivery again, under the same id, so that its receiver can tell. Fails: `not_found`, `endpoint_gone`, `still_waiting`. */
export async function replayDelivery(ctx: ServiceContext, id: string): Promise<DeliveryView> {
  authorise(ctx, 'webhook.manage');
  const delivery = await getDelivery(ctx, id);
  const { operatorId } = ctx.actor;
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const endpoint = await findEndpoint(sql, delivery.endpointId, ownerOf(ctx.actor));
    if (endpoint?.state !== 'active') {
      throw conflict('endpoint_gone', 'The endpoint is removed or turned off: there is nowhere to send it.');
    }
    if (delivery.state === 'waiting' && delivery.attempts === 0) {
      throw conflict('still_waiting', 'It has not been sent yet, and will be.');
    }
    await requeueDelivery(sql, id, ctx.now);
    await enqueue(sql, 'webhook.dispatch', { operatorId }, { jobKey: `webhook.dispatch:${operatorId}` });
    return (await findDelivery(sql, id, ownerOf(ctx.actor)))!;
  });
}
