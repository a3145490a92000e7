import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { paymentMethod } from '@/lib/schemas/api/payments';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Refunds';
const idParams = z.strictObject({ id: z.uuid() });
const amount = z.string().max(40).describe('Decimal text in major units of the currency.');
const currency = z.string().length(3).describe('ISO 4217.');
const day = z.string().max(10).describe('A civil date: 2026-04-30.');
const refundState = z.enum(['requested', 'paid', 'failed']);
export const refundBody = z.object({
  id: z.uuid(),
  state: refundState,
  account: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  paymentId: z.uuid().nullable(),
  currency,
  amount,
  method: z.string(),
  reason: z.string(),
  failure: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  endedOn: day.nullable(),
});

export const requestRefundRoute = routeSpec({
  method: 'post',
  path: '/api/v1/refunds',
  summary: 'Ask for a refund',
  description:
    'Out of an account’s credit, or of a payment; with `takeFromBills` the payment leaves its bills first, the newest allocation first. Never above what was paid and not given back (`above_paid`). What is on bills without that is refused (`on_bills`). The money leaves the credit at once, and comes back if the refund fails.',
  tag,
  body: z.strictObject({
    payment: z.uuid().nullable().default(null),
    billingAccount: z
      .string()
      .max(60)
      .nullable()
      .default(null)
      .describe('Its id or its number, when no payment is named.'),
    currency,
    amount,
    reason: z.string().trim().min(1).max(500),
    method: paymentMethod.default('bank_transfer'),
    takeFromBills: z.boolean().default(false),
  }),
  status: 201,
  response: refundBody,
});

export const listRefundsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/refunds',
  summary: 'List refunds',
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: refundState.optional(),
    billingAccount: z.uuid().optional(),
    payment: z.uuid().optional(),
  }),
  response: pageOf(refundBody),
});

export const getRefundRoute = routeSpec({
  method: 'get',
  path: '/api/v1/refunds/{id}',
  summary: 'Read a refund',
  tag,
  params: idParams,
  response: refundBody,
});

export const settleRefundRoute = routeSpec({
  method: 'post',
  path: '/api/v1/refunds/{id}/settle',
  summary: 'Say what became of a refund',
  description: 'Paid, or failed: then the money is the account’s credit again. Code: `refund_ended`.',
  tag,
  params: idParams,
  body: z.strictObject({
    state: z.enum(['paid', 'failed']),
    on: day.nullable().default(null).describe('The bank’s day; null: today.'),
    failure: z.string().max(500).default(''),
  }),
  response: refundBody,
});

export const refundRoutes: readonly RouteSpec[] = [
  requestRefundRoute,
  listRefundsRoute,
  getRefundRoute,
  settleRefundRoute,
];
