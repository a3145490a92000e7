import { z } from 'zod';
import { billRunBody } from '@/lib/schemas/api/bill-runs';
import { currentBillBody } from '@/lib/schemas/api/bills';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { newDiscount } from '@/lib/schemas/new-discount';

const named = { id: z.uuid(), name: z.string() };

/** Drops what a view has beyond it. */
export const accountBody = z.object({
  id: z.uuid(),
  number: z.string(),
  name: z.string(),
  customer: z.object({ ...named, slug: z.string() }),
  currency: z.string(),
  country: z.string().describe('Where the account is taxed.'),
  timeZone: z.string(),
  billCycle: z.object({
    ...named,
    frequency: z.enum(['daily', 'weekly', 'monthly', 'quarterly', 'semiannual', 'yearly']),
    anchorOn: z.string(),
    timeZone: z.string(),
  }),
  state: z.enum(['active', 'closed']),
  openedOn: z.string(),
});

export const listBillingAccountsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/billing-accounts',
  summary: 'List billing accounts',
  description: 'A customer sees its own.',
  tag: 'Billing accounts',
  query: z.strictObject({
    ...pageQuery,
    customer: z.uuid().optional(),
    currency: z.string().length(3).optional(),
    state: z.enum(['active', 'closed']).optional(),
  }),
  response: pageOf(accountBody),
});

export const accountDetailBody = accountBody.extend({
  language: z.string(),
  vatId: z.string().nullable(),
  isBusiness: z.boolean(),
  address: z.record(z.string(), z.string()),
  paymentTermsDays: z.number().int(),
  parent: z.strictObject({ ...named, number: z.string() }).nullable(),
});

export const getBillingAccountRoute = routeSpec({
  method: 'get',
  path: '/api/v1/billing-accounts/{id}',
  summary: 'Read a billing account',
  tag: 'Billing accounts',
  params: z.strictObject({ id: z.string().max(60).describe('Its id or its number.') }),
  response: accountDetailBody,
});

export const billAccountRoute = routeSpec({
  method: 'post',
  path: '/api/v1/billing-accounts/{id}/bills',
  summary: 'Bill an account now, or for the last time',
  description:
    '`on_demand` bills what there is so far, and the cycle’s own bill charges the rest. `final` also ends the account’s products on `until` and closes it. Answers 202 with a run that is reviewed, approved and issued like a cycle’s. With `dryRun` nothing is written: the answer is 200 with the bill as it would be.',
  tag: 'Billing accounts',
  params: z.strictObject({ id: z.string().max(60).describe('Its id or its number.') }),
  body: z.strictObject({
    kind: z.enum(['on_demand', 'final']),
    until: z.iso
      .date()
      .optional()
      .describe(
        'The first day that is not charged, at most tomorrow in the cycle’s zone; tomorrow when left out.',
      ),
    dryRun: z.boolean().default(false),
  }),
  status: 202,
  response: z.union([billRunBody, currentBillBody]),
});

export const discountBody = z.object({
  id: z.uuid(),
  name: z.string(),
  percent: z.string().nullable(),
  amount: z.string().nullable().describe('In the account’s currency, once a bill.'),
  supplierId: z.uuid().nullable().describe('Null covers all lines.'),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  bearing: z
    .object({
      borneBy: z.enum(['shared', 'operator', 'agreed']),
      bearers: z
        .array(z.object({ partyId: z.uuid(), name: z.string().nullable(), percent: z.string() }))
        .nullable(),
    })
    .nullable()
    .describe('Who bears it; null for a customer, who pays the same whoever does.'),
});

const discountParams = z.strictObject({ id: z.string().max(60).describe('The account’s id or number.') });

export const listDiscountsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/billing-accounts/{id}/discounts',
  summary: 'List an account’s discounts',
  tag: 'Billing accounts',
  params: discountParams,
  response: z.object({ data: z.array(discountBody) }),
});

export const createDiscountRoute = routeSpec({
  method: 'post',
  path: '/api/v1/billing-accounts/{id}/discounts',
  summary: 'Give an account a discount',
  description:
    'Before tax, on every bill of a period in which it is valid, spread pro rata over the lines it covers. What the customer pays is the same whoever bears it.',
  tag: 'Billing accounts',
  params: discountParams,
  status: 201,
  body: newDiscount,
  response: discountBody,
});
