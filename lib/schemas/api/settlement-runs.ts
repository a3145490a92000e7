import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { amount, day, params } from '@/lib/schemas/api/payouts';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const runTag = 'Settlement runs';
export const RUN_STATES = [
  ...['queued', 'preparing', 'review', 'approving', 'partly', 'done', 'cancelled', 'failed'],
] as [string, ...string[]];

export const settlementRunBody = z.object({
  id: z.uuid(),
  through: day,
  state: z.enum(RUN_STATES),
  preparedBy: z.string(),
  approvedBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  preparedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
  payouts: z.object({
    total: z.int(),
    withIssues: z.int(),
    held: z
      .int()
      .describe('In review with an issue or an open objection: approving the run leaves them there.'),
    byState: z.record(z.string(), z.int()),
  }),
  totals: z.array(
    z.object({
      currency: z.string(),
      amount,
      ready: amount.describe('What of it an approval of the run lets go now.'),
      carried: amount,
    }),
  ),
});

export const startSettlementRunInput = z.strictObject({
  through: day.describe('What is booked on it and before takes part; not after today.'),
});
export const runApprovalInput = z.strictObject({
  expectedTotals: z
    .array(z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), amount, carried: amount.optional() }))
    .max(200)
    .optional()
    .describe(
      'What you saw to be paid, and to be carried on, by currency; when it is another by now, 409 `payout_changed`.',
    ),
});

export const startSettlementRunRoute = routeSpec({
  method: 'post',
  path: '/api/v1/settlement-runs',
  summary: 'Start a settlement run',
  description:
    'Makes a payout for every partner to whom something is due; a worker does it, and the run comes to review.',
  tag: runTag,
  body: startSettlementRunInput,
  status: 202,
  response: settlementRunBody,
});

export const listSettlementRunsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/settlement-runs',
  summary: 'List settlement runs',
  tag: runTag,
  query: z.strictObject({ ...pageQuery, state: z.enum(RUN_STATES).optional() }),
  response: pageOf(settlementRunBody),
});

export const getSettlementRunRoute = routeSpec({
  method: 'get',
  path: '/api/v1/settlement-runs/{id}',
  summary: 'Read a settlement run',
  tag: runTag,
  params,
  response: settlementRunBody,
});

export const approveSettlementRunRoute = routeSpec({
  method: 'post',
  path: '/api/v1/settlement-runs/{id}/approve',
  summary: 'Approve a settlement run',
  description:
    'Every payout that nothing holds; by another person than the one who prepared it (409 `four_eyes`).',
  tag: runTag,
  params,
  body: runApprovalInput,
  status: 202,
  response: settlementRunBody,
});

export const cancelSettlementRunRoute = routeSpec({
  method: 'post',
  path: '/api/v1/settlement-runs/{id}/cancel',
  summary: 'Cancel a settlement run',
  description: 'What is not approved is given back; the next run takes it.',
  tag: runTag,
  params,
  response: settlementRunBody,
});

export const settlementRunRoutes: readonly RouteSpec[] = [
  startSettlementRunRoute,
  listSettlementRunsRoute,
  getSettlementRunRoute,
  approveSettlementRunRoute,
  cancelSettlementRunRoute,
];
