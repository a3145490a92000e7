import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { amount, cause, day, params, tag } from '@/lib/schemas/api/payouts';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const rowBody = z.object({
  id: z.string().describe('Account, journal and side.'),
  cause,
  event: z.string(),
  bookedOn: day,
  currency: z.string(),
  amount,
  payoutAmount: amount.nullable().describe('In the payout’s currency; null while its rate is missing.'),
  bill: z.object({ id: z.uuid(), number: z.string().nullable(), account: z.string() }).nullable(),
  payout: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  words: z.string().nullable(),
  sourceId: z.uuid(),
});

const sums = z.object({ credited: amount, disputed: amount, collected: amount, open: amount });

export const listPayoutRowsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payouts/{id}/rows',
  summary: 'List the rows of a payout',
  description: 'Cause by cause. They sum to the payout.',
  tag,
  params,
  query: z.strictObject({ ...pageQuery, cause: cause.optional() }),
  response: pageOf(rowBody),
});

export const explainPayoutRowRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payouts/{id}/rows/{row}',
  summary: 'Explain a row of a payout',
  description:
    'The lines of the bill behind it, the share of each with the steps of its term, and what the event changed.',
  tag,
  params: z.strictObject({ id: z.uuid(), row: z.string().max(120) }),
  response: z.object({
    row: rowBody,
    lines: z.array(
      z.object({
        description: z.string(),
        periodFrom: day,
        periodTo: day,
        currency: z.string(),
        amount,
        share: amount,
        termKind: z.string().nullable(),
        basis: z.string().nullable(),
        term: z
          .object({ offering: z.string().nullable(), category: z.string().nullable() })
          .nullable()
          .describe('What the term is for: one offering, one category, or (neither) everything else.'),
        steps: z.array(z.unknown()),
      }),
    ),
    hasMoreLines: z.boolean(),
    bill: z.object({ before: sums, after: sums }).nullable(),
  }),
});

export const payoutRowRoutes: readonly RouteSpec[] = [listPayoutRowsRoute, explainPayoutRowRoute];
