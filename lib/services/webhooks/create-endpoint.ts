import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { findEndpoint, insertEndpoint, listEndpoints } from '@/lib/db/webhooks';
import { conflict } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { encryptSecret } from '@/lib/services/secrets/encrypt-secret';
import {
  checkEndpoint,
  type EndpointInput,
  type EndpointView,
  newSecret,
  ownerOf,
  secretOwner,
} from '@/lib/services/webhooks/endpoint-view';

const MOST_ENDPOINTS = 20;

/**
 * Adds a place that is told what happens from now on. The secret is in the answer, once, and is kept encrypted.
 * Fails: `forbidden`, `bad_url`, `not_https`, `address_not_public`, `unknown_event_type`, `too_many_endpoints`.
 */
export async function createEndpoint(
  ctx: ServiceContext,
  input: EndpointInput,
): Promise<EndpointView & { secret: string }> {
  authorise(ctx, 'webhook.manage');
  const { operatorId } = ctx.actor;
  const partyId = ownerOf(ctx.actor);
  const facts = checkEndpoint(ctx.actor, input);
  const id = newId();
  const secret = newSecret();
  // The party is named in every read and write: the trail is the operator's, which the owner's own scope does not see.
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if ((await listEndpoints(sql, partyId)).length >= MOST_ENDPOINTS) {
      throw conflict('too_many_endpoints', `There are ${MOST_ENDPOINTS} endpoints. Remove one first.`);
    }
    await insertEndpoint(sql, operatorId, {
      ...facts,
      id,
      partyId,
      secretEncrypted: encryptSecret(secret, secretOwner(operatorId, id)),
      createdBy: actorName(ctx.actor),
      createdAt: ctx.now,
    });
    await enqueue(sql, 'webhook.dispatch', { operatorId }, { jobKey: `webhook.dispatch:${operatorId}` });
    await appendAudit(sql, ctx.actor, {
      action: 'webhook-endpoint.created',
      entityType: 'webhook_endpoint',
      entityId: id,
      after: { ...facts, partyId },
    });
    return { ...(await findEndpoint(sql, id, partyId))!, secret };
  });
}
