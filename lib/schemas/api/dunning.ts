import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Dunning';
const accountParam = z.string().max(60).describe('The account’s id or its number.');
const accountBody = z.object({ id: z.uuid(), number: z.string(), name: z.string() });
const action = z.enum(['remind', 'warn', 'restrict', 'hand_over']);
const state = z.enum(['none', 'restricted', 'handed_over']);
const day = z.iso.date();

/** What a policy, a pause and a promise say, in forms and in the API. */
export const policyInput = {
  minimum: z
    .string()
    .max(40)
    .describe('Below this nobody is written to; decimal text, in the currency of the account.'),
  stages: z
    .array(z.strictObject({ afterDays: z.int().describe('After the oldest bill was due.'), action }))
    .max(20)
    .describe('In their order, each later than the one before and none milder. Empty: nobody is written to.'),
};
export const customerGroup = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Write a short name of small letters, digits and hyphens.');
export const pauseInput = {
  until: day.nullable().describe('Inclusive; null goes on at once.'),
  reason: z.string().trim().min(3).max(500),
};
export const promiseInput = {
  amount: z.string().max(40).describe('Decimal text in the currency of the account.'),
  until: day.describe('Inclusive.'),
  note: z.string().trim().max(500).default(''),
};

const policyBody = z.object({ customerGroup: z.string(), ...policyInput });

export const listPoliciesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/dunning-policies',
  summary: 'List dunning policies',
  description:
    'By customer group; groups without one have the default’s. Without a default nobody is written to.',
  tag,
  response: z.object({
    data: z.array(policyBody.extend({ changedAt: z.iso.datetime(), changedBy: z.string() })),
    groups: z.array(z.object({ customerGroup: z.string(), customers: z.int() })),
  }),
});

export const savePolicyRoute = routeSpec({
  method: 'put',
  path: '/api/v1/dunning-policies/{group}',
  summary: 'Write a group’s dunning policy',
  description:
    'It holds from the next sweep on; `default` is everybody else’s. 422: `bad_stage`, `bad_minimum`.',
  tag,
  params: z.strictObject({ group: customerGroup }),
  body: z.strictObject(policyInput),
  response: policyBody,
});

export const listDunnedRoute = routeSpec({
  method: 'get',
  path: '/api/v1/dunning-accounts',
  summary: 'List accounts with something overdue',
  description: 'The most money first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    stage: z.coerce.number().int().min(0).max(20).optional().describe('0: none reached yet.'),
    hold: z.enum(['paused', 'promised']).optional(),
    currency: z.string().length(3).optional(),
  }),
  response: pageOf(
    accountBody.extend({
      currency: z.string(),
      dunningState: state,
      stage: z.int(),
      stageOn: day.nullable(),
      oldestDueOn: day,
      overdue: z.string(),
      disputed: z.string().describe('Of the overdue; claimed from nobody.'),
      pausedUntil: day.nullable(),
      promisedUntil: day.nullable(),
    }),
  ),
});

export const pauseDunningRoute = routeSpec({
  method: 'post',
  path: '/api/v1/dunning-accounts/{account}/pause',
  summary: 'Pause the dunning of an account',
  tag,
  params: z.strictObject({ account: accountParam }),
  body: z.strictObject(pauseInput),
  response: z.object({ id: z.uuid(), pausedUntil: day.nullable() }),
});

export const changeGroupRoute = routeSpec({
  method: 'put',
  path: '/api/v1/dunning-accounts/{account}/group',
  summary: 'Put an account’s customer into a group',
  description:
    'With all its accounts. The group’s policy holds from the next sweep on; a group without one has the default’s.',
  tag,
  params: z.strictObject({ account: accountParam }),
  body: z.strictObject({ customerGroup }),
  response: z.object({ customerGroup: z.string() }),
});

export const listNoticesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/dunning-notices',
  summary: 'List letters of dunning',
  description: 'The latest first.',
  tag,
  query: z.strictObject({ ...pageQuery, billingAccount: z.uuid().optional(), action: action.optional() }),
  response: pageOf(
    z.object({
      id: z.uuid(),
      billingAccount: accountBody,
      stage: z.int(),
      action,
      currency: z.string(),
      amount: z.string(),
      bills: z.array(z.object({ id: z.uuid(), number: z.string(), dueOn: day, amount: z.string() })),
      language: z.string(),
      recipient: z.string().nullable().describe('Null: no address is known, and nothing was sent.'),
      subject: z.string(),
      body: z.string(),
      noticedOn: day,
    }),
  ),
});

export const promiseBody = z.object({
  id: z.uuid(),
  billingAccount: accountBody,
  currency: z.string(),
  amount: z.string(),
  untilOn: day,
  note: z.string(),
  state: z.enum(['open', 'kept', 'broken']),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
});

export const listPromisesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/dunning-promises',
  summary: 'List promises to pay',
  description: 'The latest first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    billingAccount: z.uuid().optional(),
    state: z.enum(['open', 'kept', 'broken']).optional(),
  }),
  response: pageOf(promiseBody),
});

export const addPromiseRoute = routeSpec({
  method: 'post',
  path: '/api/v1/dunning-promises',
  summary: 'Note a promise to pay',
  description:
    'Dunning waits until its day; with less paid by then it goes on. 422: `bad_amount`, `bad_day`.',
  tag,
  body: z.strictObject({ ...promiseInput, billingAccount: accountParam }),
  status: 201,
  response: z.object({ id: z.uuid() }),
});
