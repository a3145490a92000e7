import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Payments';
const idParams = z.strictObject({ id: z.uuid() });
const account = z.object({ id: z.uuid(), number: z.string(), name: z.string() });
const amount = z.string().max(40).describe('Decimal text in major units of the currency.');
const currency = z.string().length(3).describe('ISO 4217.');
const day = z.string().max(10).describe('A civil date: 2026-04-30.');
export const paymentMethod = z.enum(['bank_transfer', 'card', 'direct_debit', 'cash', 'other']);
const paymentState = z.enum(['unmatched', 'received', 'partly_reversed', 'reversed']);
const allocations = z
  .array(z.strictObject({ bill: z.string().max(60).describe('Its id or its number.'), amount }))
  .max(500);

export const paymentBody = z.object({
  id: z.uuid(),
  state: paymentState,
  account: account.nullable().describe('Null: nobody is known for it yet.'),
  currency,
  amount,
  allocated: amount.describe('What of it pays bills.'),
  credit: amount.describe('What of it is in the account’s credit, when nothing else spent that.'),
  reversed: amount,
  refunded: amount,
  debt: amount.describe('What the bank took back of it after it had been given back: the customer owes it.'),
  receivedOn: day,
  method: paymentMethod,
  reference: z.string(),
  payer: z
    .object({
      name: z.string().nullable(),
      iban: z.string().nullable().describe('Masked for who only reads.'),
    })
    .nullable(),
  source: z.enum(['api', 'hand', 'bank-file', 'provider']),
  recordedAt: z.iso.datetime(),
  matchedAt: z.iso.datetime().nullable(),
  allocations: z
    .array(z.object({ billId: z.uuid(), number: z.string(), amount, bookedOn: day }))
    .describe('Empty in lists.'),
});

export const recordPaymentRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payments',
  summary: 'Record a payment',
  description:
    'Money that came in. It pays the bills it names, or those that are due first (what is disputed last); what is too much stays the account’s credit. Without a billing account it waits to be matched. With an `externalId` it is recorded once, however often it is sent; the same id with other content is a conflict. Codes: `unknown_account`, `currency_mismatch`, `bad_currency`, `bad_amount`, `too_many_decimals`, `not_above_zero`, `bad_date`, `future_date`, `unknown_bill`, `bad_allocation`, `above_open`, `above_payment`, `source_key_conflict`.',
  tag,
  body: z.strictObject({
    billingAccount: z.string().max(60).nullable().default(null).describe('Its id or its number.'),
    currency,
    amount,
    receivedOn: day,
    method: paymentMethod.default('bank_transfer'),
    reference: z.string().max(500).default(''),
    payer: z
      .strictObject({
        name: z.string().max(200).nullable().default(null),
        iban: z.string().max(40).nullable().default(null),
      })
      .nullable()
      .default(null),
    externalId: z.string().min(1).max(200).optional().describe('The sender’s own id of the payment.'),
    allocations: allocations.optional().describe('Left out: the bills that are due first.'),
  }),
  status: 201,
  response: paymentBody,
});

export const listPaymentsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payments',
  summary: 'List payments',
  description: 'What came last first. A customer sees those of its accounts.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: paymentState.optional(),
    billingAccount: z.uuid().optional(),
    method: paymentMethod.optional(),
    currency: currency.optional(),
  }),
  response: pageOf(paymentBody),
});

const reversalBody = z.object({
  id: z.uuid(),
  kind: z.enum(['chargeback', 'returned', 'mistake', 'won_back']),
  ofId: z.uuid().nullable().describe('Of what was won back: the reversal that it undoes.'),
  amount,
  leftToWin: amount.describe('What of it may still be won back.'),
  reversedOn: day,
  reason: z.string(),
  recordedAt: z.iso.datetime(),
});
export const reversalKind = z.enum(['chargeback', 'returned', 'mistake']);
export const paymentDetailBody = paymentBody.extend({
  reversals: z.array(reversalBody),
  debitNotes: z
    .array(z.object({ id: z.uuid(), number: z.string(), dueOn: day, amount, open: amount }))
    .describe('What the customer owes because the bank took back what had been given back.'),
});

export const getPaymentRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payments/{id}',
  summary: 'Read a payment',
  tag,
  params: idParams,
  response: paymentDetailBody,
});

export const matchPaymentRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payments/{id}/match',
  summary: 'Match a payment',
  description: 'Says whose an unmatched payment is. Codes: `already_matched`, and as for recording one.',
  tag,
  params: idParams,
  body: z.strictObject({ billingAccount: z.string().max(60), allocations: allocations.optional() }),
  response: paymentBody,
});

export const moveAllocationsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payments/{id}/allocations',
  summary: 'Say which bills a payment pays',
  description:
    'In place of those it pays now; the rest stays the account’s credit. A reason is needed when money leaves a bill (`reason_required`).',
  tag,
  params: idParams,
  body: z.strictObject({ allocations, reason: z.string().max(500).default('') }),
  response: paymentBody,
});

export const reversePaymentRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payments/{id}/reverse',
  summary: 'Reverse a payment',
  description:
    'A chargeback, a returned direct debit, or a payment recorded by mistake, whole or in part. It leaves the newest bill first, which is open again, with the shares of partners that are paid when the customer pays. Codes: `above_paid`, `not_above_zero`, `source_key_conflict`.',
  tag,
  params: idParams,
  body: z.strictObject({
    amount: amount.nullable().default(null).describe('Null: all that is left of it.'),
    kind: reversalKind,
    reason: z.string().trim().min(1).max(500),
    reversedOn: day.nullable().default(null).describe('Null: today.'),
    externalId: z.string().min(1).max(200).optional().describe('With it, the same reversal counts once.'),
  }),
  response: paymentBody,
});

export const winBackRoute = routeSpec({
  method: 'post',
  path: '/api/v1/payments/{id}/win-back',
  summary: 'Take in what was won back of a reversal',
  description:
    'A chargeback or a returned debit that the bank gave back, whole or in part. It goes back to what it was taken from, the debit note first; what somebody else paid meanwhile leaves it to other open bills. Codes: `unknown_reversal`, `above_reversed`, `not_above_zero`, `bad_date`, `future_date`, `source_key_conflict`.',
  tag,
  params: idParams,
  body: z.strictObject({
    reversal: z
      .uuid()
      .nullable()
      .default(null)
      .describe('Null: the latest of which anything is left to win.'),
    amount: amount.nullable().default(null).describe('Null: all that is left of it.'),
    reason: z.string().trim().min(1).max(500),
    wonOn: day.nullable().default(null).describe('Null: today.'),
    externalId: z.string().min(1).max(200).optional().describe('With it, the same win counts once.'),
  }),
  response: paymentBody,
});

export const debitNoteBody = z.object({
  id: z.uuid(),
  number: z.string(),
  account: account.extend({ customer: z.string() }),
  paymentId: z.uuid().describe('The payment that was given back, and taken back as well.'),
  reversalId: z.uuid(),
  currency,
  amount,
  open: amount,
  issuedOn: day,
  dueOn: day,
  reason: z.string(),
});

export const getDebitNoteRoute = routeSpec({
  method: 'get',
  path: '/api/v1/debit-notes/{id}',
  summary: 'Read a debit note',
  description:
    'Money that was given back to a customer and then taken back by the bank. It is open like a bill: payments name it by its number, and the balance of the account has it. As JSON; with `.pdf` after the id, on paper. It is no supply and has no VAT, so that there is no e-invoice of it.',
  tag,
  params: z.strictObject({
    id: z
      .string()
      .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.pdf)?$/i, 'an id, with .pdf for the document'),
  }),
  response: debitNoteBody,
});

export const listDebitNotesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/debit-notes',
  summary: 'List debit notes',
  description: 'The latest first. A customer sees its own.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    billingAccount: z.uuid().optional(),
    state: z.enum(['open', 'settled']).optional(),
    q: z.string().max(100).optional().describe('Part of a number or of a name.'),
  }),
  response: pageOf(debitNoteBody),
});

const age = z.enum(['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90']);
export const balanceBody = z.object({
  account: account.extend({ currency }),
  balances: z.array(
    z.object({
      currency,
      open: amount,
      overdue: amount,
      disputed: amount.describe('Part of what is open.'),
      credit: amount,
      ageing: z.array(z.object({ age, amount })),
      bills: z.array(
        z.object({
          id: z.uuid(),
          number: z.string(),
          kind: z
            .enum(['bill', 'debit_note'])
            .describe('A debit note: what a bank took back after it had been given back.'),
          issuedOn: day,
          dueOn: day,
          age,
          total: amount,
          open: amount,
          disputed: amount,
        }),
      ),
    }),
  ),
});

const accountParams = z.strictObject({ id: z.string().max(60).describe('The account’s id or its number.') });

export const getBalanceRoute = routeSpec({
  method: 'get',
  path: '/api/v1/billing-accounts/{id}/balance',
  summary: 'Read what is open of an account',
  description:
    'By currency: what is open and how late, what is disputed of it, and the credit; with the open bills.',
  tag,
  params: accountParams,
  response: balanceBody,
});

export const applyCreditRoute = routeSpec({
  method: 'post',
  path: '/api/v1/billing-accounts/{id}/apply-credit',
  summary: 'Spend an account’s credit on its open bills',
  description:
    'Those due first first, up to what nobody disputes. The same is done by itself after bills are issued.',
  tag,
  params: accountParams,
  response: z.object({ currency, bills: z.int(), applied: amount, credit: amount.describe('What is left.') }),
});

export const paymentRoutes: readonly RouteSpec[] = [
  recordPaymentRoute,
  listPaymentsRoute,
  getPaymentRoute,
  matchPaymentRoute,
  moveAllocationsRoute,
  reversePaymentRoute,
  winBackRoute,
  listDebitNotesRoute,
  getDebitNoteRoute,
  getBalanceRoute,
  applyCreditRoute,
];
