import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { holdReason, runAccountFilter } from '@/lib/schemas/run-account-filter';

const tag = 'Bill runs';
const run = z.strictObject({ id: z.uuid() });
const account = z.strictObject({ id: z.uuid(), accountId: z.uuid() });
const severity = z.enum(['error', 'warning', 'info']);

export const runAccountBody = z.object({
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  customer: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  currency: z.string(),
  state: z
    .enum(['pending', 'done', 'held', 'issued'])
    .describe('`done`: computed, ready to be issued. `held`: not issued until it is released or put right.'),
  change: z.enum(['created', 'updated', 'unchanged']).nullable(),
  total: z.string().nullable().describe('Null where there is nothing to bill, or nothing could be computed.'),
  previousTotal: z.string().nullable().describe('Of a draft that this run changed: what it came to before.'),
  differences: z.array(
    z.object({
      lineKey: z.string(),
      description: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  heldBy: z
    .enum(['integrity', 'person', 'check'])
    .nullable()
    .describe(
      '`integrity` is put right and run again; a `check` or a `person` can be overruled by releasing.',
    ),
  hold: z
    .object({
      kind: z.enum(['hold', 'release']),
      reason: z.string(),
      by: z.string(),
      at: z.iso.datetime({ offset: true }),
    })
    .nullable()
    .describe('What a person has said of the bill, and it stands.'),
  cohort: z.object({ id: z.uuid(), n: z.int() }).nullable(),
  bill: z.object({ id: z.uuid(), number: z.string().nullable(), state: z.string() }).nullable(),
  issues: z.array(
    z.object({
      code: z.string(),
      severity,
      path: z.string(),
      message: z.string(),
      amountAtStake: z.string().nullish(),
    }),
  ),
});

export const listRunAccountsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-runs/{id}/accounts',
  summary: 'List the accounts of a bill run',
  description:
    'Those with errors first; each with what became of it, its findings and what changed on its draft.',
  tag,
  params: run,
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(['pending', 'done', 'held', 'issued']).optional(),
    change: z.enum(['created', 'updated', 'unchanged']).optional(),
    severity: severity.optional().describe('Of any of its findings.'),
    code: z.string().max(100).optional().describe('Of any of its findings.'),
    currency: z.string().length(3).optional(),
    account: z.uuid().optional(),
    customer: z.string().max(200).optional().describe('Slug.'),
    supplier: z.string().max(200).optional().describe('Slug of a party with a line on the bill.'),
    hold: z.enum(['hold', 'release']).optional().describe('What a person has said.'),
  }),
  response: pageOf(runAccountBody),
});

const one = <const Verb extends 'hold' | 'release'>(verb: Verb, summary: string, description: string) =>
  routeSpec({
    method: 'post',
    path: `/api/v1/bill-runs/{id}/accounts/{accountId}/${verb}`,
    summary,
    description,
    tag,
    params: account,
    body: z.strictObject({ reason: holdReason }),
    response: runAccountBody,
  });

export const holdAccountRoute = one(
  'hold',
  'Hold an account',
  'Its bill is computed and shown, and not issued until it is released; re-runs keep the hold. 409: `already_held`, `already_issued`.',
);
export const releaseAccountRoute = one(
  'release',
  'Release an account',
  'Lifts a person’s hold, or lets a bill go that a check had held. 409: `not_held`, `not_releasable`, `already_issued`.',
);

const outcome = z.strictObject({
  matched: z.int().describe('How many accounts fitted.'),
  changed: z.int(),
  skipped: z.array(z.strictObject({ code: z.string(), message: z.string(), count: z.int() })),
});

const many = <const Verb extends 'hold' | 'release'>(verb: Verb, summary: string, description: string) =>
  routeSpec({
    method: 'post',
    path: `/api/v1/bill-runs/{id}/accounts/${verb}`,
    summary,
    description,
    tag,
    params: run,
    body: z.strictObject({ filter: runAccountFilter, reason: holdReason }),
    response: outcome,
  });

export const holdAccountsRoute = many(
  'hold',
  'Hold every account that fits',
  'An empty filter is all of them.',
);
export const releaseAccountsRoute = many(
  'release',
  'Release every account that fits',
  'Those that no person can release are left as they are, and counted.',
);
