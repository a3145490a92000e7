import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Budgets and alerts';
const accountBody = z.object({ id: z.uuid(), number: z.string(), name: z.string(), currency: z.string() });
const productBody = z.object({ id: z.uuid(), name: z.string(), reference: z.string() }).nullable();
const idParams = z.strictObject({ id: z.uuid() });
const amount = z.string().max(40).describe('Decimal text in the account’s currency.');

/** What a budget says, in forms and in the API. */
export const budgetInput = {
  name: z.string().trim().min(1).max(120),
  amount: amount.describe('So much a billing period, without tax; decimal text in the account’s currency.'),
  thresholds: z
    .array(z.number().int())
    .min(1)
    .max(10)
    .describe('Whole per cent of the amount: [50, 80, 100].'),
  emails: z.array(z.email().max(254)).max(20).default([]),
};

export const budgetBody = z.object({
  id: z.uuid(),
  account: accountBody,
  product: productBody.describe('Null: the whole account.'),
  name: z.string(),
  amount,
  thresholds: z.array(z.int()),
  emails: z.array(z.string()),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});

export const listBudgetsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/budgets',
  summary: 'List budgets',
  description: 'The latest first. A customer sees those of its accounts, whoever set them.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    billingAccount: z.uuid().optional(),
    state: z.enum(['open', 'ended']).optional(),
  }),
  response: pageOf(budgetBody),
});

export const createBudgetRoute = routeSpec({
  method: 'post',
  path: '/api/v1/budgets',
  summary: 'Set a budget',
  description:
    'For an account, or one of its products. When the bill so far reaches a threshold an alert is made, once a period. A budget stops nothing.',
  tag,
  body: z.strictObject({
    ...budgetInput,
    billingAccount: z.string().max(60).describe('The account’s id or its number.'),
    product: z.uuid().nullable().default(null),
  }),
  status: 201,
  response: budgetBody,
});

export const getBudgetRoute = routeSpec({
  method: 'get',
  path: '/api/v1/budgets/{id}',
  summary: 'Read a budget',
  tag,
  params: idParams,
  response: budgetBody,
});

export const changeBudgetRoute = routeSpec({
  method: 'put',
  path: '/api/v1/budgets/{id}',
  summary: 'Change a budget',
  description: 'Thresholds that were told of in this period are not told again.',
  tag,
  params: idParams,
  body: z.strictObject(budgetInput),
  response: budgetBody,
});

export const endBudgetRoute = routeSpec({
  method: 'delete',
  path: '/api/v1/budgets/{id}',
  summary: 'End a budget',
  description: 'Nothing is compared with it any more; what it told stays.',
  tag,
  params: idParams,
  response: budgetBody,
});

export const alertBody = z.object({
  id: z.uuid(),
  kind: z.enum(['budget', 'unusual_usage']),
  account: accountBody,
  product: productBody,
  details: z.record(z.string(), z.string()).describe('The figures, each as text.'),
  createdAt: z.iso.datetime(),
  seenAt: z.iso
    .datetime()
    .nullable()
    .describe('By the reader’s side: operator and customer each see for themselves.'),
});

export const listAlertsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/alerts',
  summary: 'List alerts',
  description: 'The latest first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    billingAccount: z.uuid().optional(),
    kind: z.enum(['budget', 'unusual_usage']).optional(),
    state: z.enum(['new', 'seen']).optional(),
  }),
  response: pageOf(alertBody),
});

export const countNewAlertsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/alerts/new',
  summary: 'Count new alerts',
  tag,
  response: z.object({ count: z.int().describe('100 means: more than 99.') }),
});

export const seeAlertsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/alerts/seen',
  summary: 'Mark alerts as seen',
  tag,
  body: z.strictObject({
    alerts: z.array(z.uuid()).max(200).nullable().default(null).describe('Null: all of them.'),
  }),
  response: z.object({ seen: z.int() }),
});

export const checkUsageRoute = routeSpec({
  method: 'post',
  path: '/api/v1/billing-accounts/{id}/unusual-usage',
  summary: 'Look for unusual usage now',
  description:
    'Compares yesterday and today with each product’s own history (robust z-score beyond 3.5). The same is done every hour by itself. Usage counts five minutes after it arrived.',
  tag,
  params: z.strictObject({ id: z.string().max(60).describe('The account’s id or its number.') }),
  response: z.object({
    data: z.array(
      z.object({ product: z.uuid(), details: z.record(z.string(), z.string()), isNew: z.boolean() }),
    ),
  }),
});

export const listMailRoute = routeSpec({
  method: 'get',
  path: '/api/v1/mail-messages',
  summary: 'List outgoing mail',
  description: 'For the operator. Without a mail server messages wait, and can be read here.',
  tag,
  query: z.strictObject({ ...pageQuery, state: z.enum(['waiting', 'sent', 'failed']).optional() }),
  response: pageOf(
    z.object({
      id: z.uuid(),
      recipient: z.string(),
      subject: z.string(),
      body: z.string(),
      state: z.enum(['waiting', 'sent', 'failed']),
      attempts: z.int(),
      failure: z.string().nullable(),
      createdAt: z.iso.datetime(),
      sentAt: z.iso.datetime().nullable(),
    }),
  ),
});
