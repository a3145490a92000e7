import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { paymentFileBody } from '@/lib/schemas/api/payment-files';
import { paymentMethod } from '@/lib/schemas/api/payments';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';
import { refundPayee } from '@/lib/schemas/refund-payee';

const tag = 'Refunds';
const idParams = z.strictObject({ id: z.uuid() });
const amount = z.string().max(40).describe('Decimal text in major units of the currency.');
const currency = z.string().length(3).describe('ISO 4217.');
const day = z.string().max(10).describe('A civil date: 2026-04-30.');
const refundState = z.enum(['requested', 'sent', 'paid', 'failed']);
export const refundBody = z.object({
  id: z.uuid(),
  state: refundState,
  account: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  paymentId: z.uuid().nullable(),
  currency,
  amount,
  method: z.string(),
  payee: z
    .object({ name: z.string(), account: z.string().describe('Country and the last four.') })
    .nullable()
    .describe('Where a bank transfer goes.'),
  payeeVersion: z
    .int()
    .min(0)
    .describe('One more with each account that is named; what you saw is sent with it.'),
  reason: z.string(),
  failure: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  fileId: z.uuid().nullable().describe('The payment file it left in.'),
  sentAt: z.iso.datetime().nullable(),
  endedOn: day.nullable(),
});

const payee = refundPayee.describe(
  'The account of a bank transfer. A BIC is needed outside SEPA. A person names it, and cannot send the refund.',
);

export const requestRefundRoute = routeSpec({
  method: 'post',
  path: '/api/v1/refunds',
  summary: 'Ask for a refund',
  description:
    'Out of an account’s credit, or of a payment; with `takeFromBills` the payment leaves its bills first, the newest allocation first. Never above what was paid and not given back (`above_paid`). What is on bills without that is refused (`on_bills`). The money leaves the credit at once, and comes back if the refund fails. A `payee` is named by people who sign in (`person_needed`).',
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
    payee: payee
      .nullable()
      .default(null)
      .describe(
        'Null: where the payment came from, when that is known; unless a bank’s file says so it counts as named by who recorded the payment. With it a provider that took the payment is not asked.',
      ),
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
  description:
    'Paid, or failed: then the money is the account’s credit again. Of what is in a payment file only the bank’s file says that it failed. Codes: `refund_ended`, `in_file`.',
  tag,
  params: idParams,
  body: z.strictObject({
    state: z.enum(['paid', 'failed']),
    on: day.nullable().default(null).describe('The bank’s day; null: today.'),
    failure: z.string().max(500).default(''),
  }),
  response: refundBody,
});

export const setRefundPayeeRoute = routeSpec({
  method: 'put',
  path: '/api/v1/refunds/{id}/payee',
  summary: 'Say where a refund goes',
  description:
    'While it waits, and goes by bank transfer. For people who sign in. Codes: `person_needed`, `refund_ended`, `payee_not_used`, `by_provider`.',
  tag,
  params: idParams,
  body: payee,
  response: refundBody,
});

/** A refund that is chosen to be sent, and which account was seen on it. */
export const refundSeen = z.strictObject({ id: z.uuid(), payeeVersion: z.int().min(0) });

export const createRefundFileRoute = routeSpec({
  method: 'post',
  path: '/api/v1/refunds/payment-files',
  summary: 'Make payment files of refunds',
  description:
    'pain.001.001.09 of refunds by bank transfer, a file for each currency; they are sent with it. For people who sign in, of what others asked for and named the account of. Those that cannot be paid stay out, each with why: `changed` (another account than you saw), `no_account`, `payee_by_key` (a person must name the account), `four_eyes`, `no_operator_account` (none pays this currency), or what a bank would say. Codes: `person_needed`, `nothing_to_pay`, `bad_day`.',
  tag,
  body: z.strictObject({
    refunds: z
      .array(refundSeen)
      .max(10_000)
      .nullish()
      .describe('As you saw them. Without it, every one that waits, as it is.'),
    executionOn: day.nullish().describe('When the bank is to pay; today if not given.'),
  }),
  response: z.object({
    files: z.array(paymentFileBody),
    leftOut: z.array(
      z.object({
        ...{ refund: z.uuid(), account: z.string(), amount, currency },
        ...{ code: z.string(), reason: z.string() },
      }),
    ),
  }),
});

export const refundRoutes: readonly RouteSpec[] = [
  requestRefundRoute,
  listRefundsRoute,
  getRefundRoute,
  settleRefundRoute,
  setRefundPayeeRoute,
  createRefundFileRoute,
];
