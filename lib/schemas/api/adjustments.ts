import { z } from 'zod';
import { adjustmentText } from '@/lib/schemas/adjustments';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Adjustments';
const idParams = z.strictObject({ id: z.uuid() });
const amount = z
  .string()
  .describe('Decimal text in major units of the account’s currency, without tax; below zero it is a credit.');
const day = z.iso.date();
const state = z.enum(['pending', 'billed', 'withdrawn']);
const owner = z
  .enum(['operator', 'partner'])
  .describe(
    'Whose charge it is. A partner’s is shared as any line of its offering on the first day it is for.',
  );
const reason = adjustmentText.reason.describe('For the record; the customer reads it beside the line.');

const adjustmentBody = z.object({
  id: z.uuid(),
  state,
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  customer: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  description: z.string(),
  amount,
  currency: z.string(),
  taxClass: z.string(),
  period: z.object({ from: day, to: day }).describe('Half-open.'),
  owner,
  reason: z.string(),
  product: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  offering: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }).nullable(),
  refersTo: z
    .object({ billId: z.uuid(), billNumber: z.string(), lineId: z.uuid(), description: z.string() })
    .nullable()
    .describe('The line of an issued bill that it is about.'),
  draft: z
    .object({ id: z.uuid() })
    .nullable()
    .describe('While it waits: the draft of a bill that has it already.'),
  bill: z
    .object({ id: z.uuid(), number: z.string(), line: z.uuid() })
    .nullable()
    .describe('The issued bill it is on, and the line it is.'),
  withdrawal: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string() }).nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});

export const createAdjustmentRoute = routeSpec({
  method: 'post',
  path: '/api/v1/adjustments',
  summary: 'Put an extra charge or credit on an account’s next bill',
  description:
    'The first bill that is drafted after this has it as a line of its own, once, undiscounted. Refused is what that bill could not charge. Codes: `invalid_amount`, `amount_too_large`, `invalid_period`, `unknown_tax_class`, `unknown_product`, `unknown_offering`, `unknown_line`, `one_thing`, `offering_needed`, `no_partner`, `missing_tax_data`.',
  tag,
  body: z.strictObject({
    billingAccount: z.string().min(1).max(60).describe('Its id or its number.'),
    description: adjustmentText.description.describe('As the customer reads it, in its language.'),
    amount: adjustmentText.amount.describe('As in the answer.'),
    reason,
    taxClass: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('Left out: that of what it is about, else `standard`.'),
    period: z
      .strictObject({ from: day, to: day })
      .optional()
      .describe('The days it is for, half-open. Left out: those of the line it is about, else today.'),
    owner: owner.default('operator'),
    product: z.uuid().optional().describe('A product of the account that it is about.'),
    offering: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .describe('An offering that it is about: id or short name.'),
    line: z.uuid().optional().describe('A line of an issued bill of the account that it is about.'),
  }),
  status: 201,
  response: adjustmentBody,
});

export const listAdjustmentsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/adjustments',
  summary: 'List adjustments',
  description: 'The latest first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    billingAccount: z.string().min(1).max(60).optional().describe('Its id or its number.'),
    state: state.optional(),
    bill: z.uuid().optional().describe('The issued bill they are on.'),
    kind: z.enum(['charge', 'credit']).optional().describe('A credit is below zero.'),
    currency: z.string().length(3).optional(),
  }),
  response: pageOf(adjustmentBody),
});

export const getAdjustmentRoute = routeSpec({
  method: 'get',
  path: '/api/v1/adjustments/{id}',
  summary: 'Read an adjustment',
  tag,
  params: idParams,
  response: adjustmentBody,
});

export const withdrawAdjustmentRoute = routeSpec({
  method: 'post',
  path: '/api/v1/adjustments/{id}/withdraw',
  summary: 'Withdraw an adjustment that is not billed yet',
  description:
    'A draft that has it is not issued before the account is run again. Codes: `not_pending` when it is on an issued bill (credit that line instead) or withdrawn already.',
  tag,
  params: idParams,
  body: z.strictObject({ reason: adjustmentText.reason }),
  response: adjustmentBody,
});
