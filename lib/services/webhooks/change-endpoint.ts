import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { insertDeliveries } from '@/lib/db/webhook-dispatch';
import { deleteEndpoint, findEndpoint, rotateEndpointSecret, updateEndpoint } from '@/lib/db/webhooks';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import { TEST_EVENT } from '@/lib/schemas/webhook-events';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { encryptSecret } from '@/lib/services/secrets/encrypt-secret';
import {
  checkEndpoint,
  type EndpointInput,
  type EndpointView,
  newSecret,
  ownerOf,
  secretOwner,
} from '@/lib/services/webhooks/endpoint-view';

/** How long the secret before still signs beside the new one. */
const OVERLAP_MS = 24 * 3_600_000;

/** Changes where and what an endpoint is told, and turns it off or on. Fails as `createEndpoint` does, and `not_found`. */
export async function changeEndpoint(
  ctx: ServiceContext,
  id: string,
  input: EndpointInput & { state: 'active' | 'disabled' },
): Promise<EndpointView> {
  const facts = { ...checkEndpoint(ctx.actor, input), state: input.state };
  return change(ctx, id, 'changed', facts, async (sql) => {
    await updateEndpoint(sql, id, facts);
    return (await findEndpoint(sql, id, ownerOf(ctx.actor)))!;
  });
}

/** Gives a new secret, shown once; for a day both sign, so that nothing is refused meanwhile. Fails: `forbidden`, `not_found`. */
export function rotateSecret(ctx: ServiceContext, id: string): Promise<EndpointView & { secret: string }> {
  const secret = newSecret();
  const previousUntil = new Date(Date.parse(ctx.now) + OVERLAP_MS).toISOString();
  return change(ctx, id, 'secret-rotated', { previousUntil }, async (sql) => {
    const sealed = encryptSecret(secret, secretOwner(ctx.actor.operatorId, id));
    await rotateEndpointSecret(sql, id, sealed, previousUntil);
    return { ...(await findEndpoint(sql, id, ownerOf(ctx.actor)))!, secret };
  });
}

/** Removes an endpoint; what waited for it is cancelled, what was sent stays in the log. Fails: `forbidden`, `not_found`. */
export function removeEndpoint(ctx: ServiceContext, id: string): Promise<void> {
  return change(ctx, id, 'removed', null, (sql) => deleteEndpoint(sql, id));
}

/** Sends this endpoint, and no other, an event that says nothing. Answers the delivery's id. */
export function sendTestEvent(ctx: ServiceContext, id: string): Promise<{ deliveryId: string }> {
  return change(ctx, id, 'tested', null, async (sql) => {
    const { operatorId } = ctx.actor;
    const partyId = ownerOf(ctx.actor);
    const outboxEventId = newId();
    await appendEvent(
      sql,
      operatorId,
      {
        type: TEST_EVENT,
        entityType: 'webhook_endpoint',
        entityId: id,
        payload: { message: 'This is a test.', endpoint: id },
        partyIds: partyId === null ? [] : [partyId],
      },
      outboxEventId,
    );
    const deliveryId = newId();
    const delivery = {
      id: deliveryId,
      endpointId: id,
      partyId,
      outboxEventId,
      eventType: TEST_EVENT,
      entityId: id,
    };
    await insertDeliveries(sql, operatorId, [delivery], ctx.now);
    return { deliveryId };
  });
}

/** The endpoint in the actor's own scope, then the change in the operator's, with its trace and a dispatcher to follow. */
async function change<T>(
  ctx: ServiceContext,
  id: string,
  action: string,
  after: unknown,
  run: (sql: Sql) => Promise<T>,
): Promise<T> {
  authorise(ctx, 'webhook.manage');
  const before = await withTenantSql(scopeOf(ctx.actor), (sql) => findEndpoint(sql, id, ownerOf(ctx.actor)));
  if (!before) throw notFound('The endpoint');
  const { operatorId } = ctx.actor;
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const result = await run(sql);
    const { url, description, eventTypes, state } = before;
    await appendAudit(sql, ctx.actor, {
      action: `webhook-endpoint.${action}`,
      entityType: 'webhook_endpoint',
      entityId: id,
      before: { url, description, eventTypes, state },
      ...(after !== null && { after }),
    });
    await enqueue(sql, 'webhook.dispatch', { operatorId }, { jobKey: `webhook.dispatch:${operatorId}` });
    return result;
  });
}
