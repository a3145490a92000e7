import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { webhookEvents } from '@/lib/schemas/webhook-events';

const tag = 'Webhooks';
const idParams = z.strictObject({ id: z.uuid() });
const eventType = z
  .string()
  .max(100)
  .describe(`One of ${Object.keys(webhookEvents).join(', ')}.`);

/** What an endpoint says, in forms and in the API. */
export const endpointInput = {
  url: z.string().trim().min(1).max(2_000).describe('https, of a public host.'),
  description: z.string().trim().max(200).default(''),
  eventTypes: z.array(eventType).max(50).default([]).describe('Empty: all that concern you.'),
};

export const endpointBody = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.string()),
  state: z.enum(['active', 'disabled']),
  disabledReason: z.string().nullable(),
  pausedUntil: z.iso.datetime().nullable().describe('It failed, and is left alone until then.'),
  previousSecretUntil: z.iso.datetime().nullable().describe('Until then the secret before signs too.'),
  waiting: z.int().describe('Deliveries still to come.'),
  createdAt: z.iso.datetime(),
});

const withSecret = endpointBody.extend({
  secret: z.string().describe('Shown once. Signs every call: HMAC-SHA256, as Standard Webhooks has it.'),
});

export const listEndpointsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/webhook-endpoints',
  summary: 'List webhook endpoints',
  description: 'Your own.',
  tag,
  response: z.object({ data: z.array(endpointBody) }),
});

export const createEndpointRoute = routeSpec({
  method: 'post',
  path: '/api/v1/webhook-endpoints',
  summary: 'Add a webhook endpoint',
  description: 'It is told what happens from now on, signed as Standard Webhooks 1.0 has it.',
  tag,
  body: z.strictObject(endpointInput),
  status: 201,
  response: withSecret,
});

export const getEndpointRoute = routeSpec({
  method: 'get',
  path: '/api/v1/webhook-endpoints/{id}',
  summary: 'Read a webhook endpoint',
  tag,
  params: idParams,
  response: endpointBody,
});

export const changeEndpointRoute = routeSpec({
  method: 'put',
  path: '/api/v1/webhook-endpoints/{id}',
  summary: 'Change a webhook endpoint',
  description: 'One that is turned on again begins with what happens from then on.',
  tag,
  params: idParams,
  body: z.strictObject({ ...endpointInput, state: z.enum(['active', 'disabled']).default('active') }),
  response: endpointBody,
});

export const removeEndpointRoute = routeSpec({
  method: 'delete',
  path: '/api/v1/webhook-endpoints/{id}',
  summary: 'Remove a webhook endpoint',
  tag,
  params: idParams,
  response: z.object({ removed: z.literal(true) }),
});

export const rotateSecretRoute = routeSpec({
  method: 'post',
  path: '/api/v1/webhook-endpoints/{id}/rotate-secret',
  summary: 'Exchange the secret of a webhook endpoint',
  description: 'For a day both secrets sign.',
  tag,
  params: idParams,
  response: withSecret,
});

export const testEndpointRoute = routeSpec({
  method: 'post',
  path: '/api/v1/webhook-endpoints/{id}/test',
  summary: 'Send a test event',
  tag,
  params: idParams,
  status: 202,
  response: z.object({ delivery: z.uuid() }),
});

export const deliveryBody = z.object({
  id: z.uuid().describe('The `webhook-id`: the same over all attempts.'),
  endpointId: z.uuid(),
  eventType: z.string(),
  entityId: z.uuid(),
  state: z.enum(['waiting', 'delivered', 'failed', 'cancelled']),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  lastAttemptAt: z.iso.datetime().nullable(),
  responseStatus: z.int().nullable(),
  failure: z.string().nullable(),
  createdAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().nullable(),
});

export const listDeliveriesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/webhook-deliveries',
  summary: 'List webhook deliveries',
  description: 'The latest first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    endpoint: z.uuid().optional(),
    state: deliveryBody.shape.state.optional(),
    type: z.string().max(100).optional(),
  }),
  response: pageOf(deliveryBody),
});

export const deliveryDetailBody = deliveryBody.extend({
  occurredAt: z.iso.datetime(),
  payload: z.unknown().describe('What is sent as `data`.'),
  responseBody: z.string().nullable().describe('The beginning of the last answer.'),
});

export const getDeliveryRoute = routeSpec({
  method: 'get',
  path: '/api/v1/webhook-deliveries/{id}',
  summary: 'Read a webhook delivery',
  tag,
  params: idParams,
  response: deliveryDetailBody,
});

export const replayDeliveryRoute = routeSpec({
  method: 'post',
  path: '/api/v1/webhook-deliveries/{id}/replay',
  summary: 'Send a delivery again',
  description: 'Under the same id, so that its receiver can tell.',
  tag,
  params: idParams,
  status: 202,
  response: deliveryDetailBody,
});
