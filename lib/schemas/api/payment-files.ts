import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { amount, currency, day, params, tag } from '@/lib/schemas/api/payouts';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const kind = z.enum(['payouts', 'refunds']);
export const paymentFileBody = z.object({
  id: z.uuid(),
  kind: kind.describe('What it pays.'),
  messageId: z.string(),
  currency: z.string(),
  payments: z.int(),
  controlSum: amount,
  contentHash: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export const paymentFileInput = z.strictObject({
  currency,
  payouts: z
    .array(z.uuid())
    .max(10_000)
    .nullish()
    .describe('Without it, every approved payout of the currency.'),
  executionOn: day.nullish().describe('When the bank is to pay; today if not given.'),
});

export const createPaymentFileRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payment-files',
  summary: 'Make a payment file of payouts',
  description:
    'pain.001.001.09 of approved payouts; they are sent with it. Those that cannot be paid stay out, each with why.',
  tag,
  body: paymentFileInput,
  response: z.object({
    file: paymentFileBody.nullable(),
    leftOut: z.array(
      z.object({
        payout: z.uuid(),
        number: z.string(),
        partner: z.string(),
        code: z.string(),
        reason: z.string(),
      }),
    ),
  }),
});

export const listPaymentFilesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payment-files',
  summary: 'List payment files',
  description: 'Of payouts and of refunds, the latest first.',
  tag,
  query: z.strictObject({ ...pageQuery, kind: kind.optional() }),
  response: pageOf(paymentFileBody),
});

export const downloadPaymentFileRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payment-files/{id}',
  summary: 'Download a payment file',
  description: 'Byte for byte as it was made.',
  tag,
  params,
  response: { mediaType: 'application/xml', description: 'The file for the bank.' },
});

export const paymentFileRoutes: readonly RouteSpec[] = [
  createPaymentFileRoute,
  listPaymentFilesRoute,
  downloadPaymentFileRoute,
];
