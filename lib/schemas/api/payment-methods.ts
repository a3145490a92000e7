import { z } from 'zod';
import { paymentMethod } from '@/lib/schemas/api/payments';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Payments';
const idParams = z.strictObject({ id: z.uuid() });

/** Drops the provider's address for whom it does not concern. */
export const paymentMethodBody = z.object({
  id: z.uuid(),
  kind: paymentMethod,
  name: z.string(),
  instructions: z.string(),
  provider: z.enum(['hosted-page']).nullable().describe('A page on which the customer pays at once.'),
});

export const listMethodsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payment-methods',
  summary: 'List the ways to pay',
  tag,
  response: z.object({ data: z.array(paymentMethodBody) }),
});

export const MAX_PROVIDER_EVENT_BYTES = 100_000;

export const providerEventRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payment-methods/{id}/events',
  summary: 'Tell what came of a payment page',
  description:
    'For payment providers. `session.succeeded`, `session.failed`, `payment.refunded`, `refund.failed` and `payment.charged_back`, with `occurredAt` and `data`: our `reference` of the session, `amount` and `currency`. No key: the headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks say who sends (`bad_signature`, 401). The same webhook-id again changes nothing; one that comes before its cause waits for that. An amount that is not the session’s is refused (`amount_mismatch`).',
  tag,
  public: true,
  params: idParams,
  response: z.object({ status: z.enum(['done', 'waiting', 'ignored', 'refused']) }),
});

const sessionBody = z.object({
  id: z.uuid(),
  state: z.enum(['opening', 'open', 'succeeded', 'failed', 'expired']),
  currency: z.string(),
  amount: z.string(),
  reference: z.string(),
  pageUrl: z.string().nullable().describe('Send the payer’s browser there.'),
  billId: z.uuid().nullable(),
  paymentId: z.uuid().nullable(),
  failure: z.string().nullable(),
});

export const startSessionRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payment-sessions',
  summary: 'Open a page to pay on',
  description:
    'For customers: of a bill, or what is open of an account. Nothing is paid until the provider says so. Codes: `nothing_open`, `above_open`, `no_provider`, `provider_failed`.',
  tag,
  body: z.strictObject({
    billingAccount: z.string().max(60).describe('Its id or its number.'),
    bill: z.uuid().nullable().default(null),
    method: z.uuid(),
    amount: z.string().max(40).nullable().default(null).describe('Null: all that is open.'),
  }),
  status: 201,
  response: sessionBody,
});

export const getSessionRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payment-sessions/{id}',
  summary: 'Read what came of a payment page',
  tag,
  params: idParams,
  response: sessionBody,
});

export const paymentMethodRoutes: readonly RouteSpec[] = [
  listMethodsRoute,
  providerEventRoute,
  startSessionRoute,
  getSessionRoute,
];
