import { z } from 'zod';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { cohortFirst, runAccountFilter } from '@/lib/schemas/run-account-filter';

const tag = 'Bill runs';
const params = z.strictObject({ id: z.uuid() });
const amounts = z.array(z.object({ currency: z.string(), amount: z.string() }));

const request = z.strictObject({
  filter: runAccountFilter.describe('Which accounts; an empty filter is all that are ready.'),
  first: cohortFirst.optional(),
});

export const cohortBody = z.object({
  id: z.uuid(),
  run: z.uuid(),
  n: z.int().describe('1 is the run’s first.'),
  state: z.enum(['approved', 'issuing', 'issued']),
  request,
  issuedOn: z.iso.date(),
  accounts: z.object({
    total: z.int(),
    issued: z.int(),
    held: z.int().describe('Held after the cohort was approved; not issued with it.'),
  }),
  totals: amounts,
  requestedBy: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }).nullable(),
});

export const listCohortsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-runs/{id}/cohorts',
  summary: 'List the parts a run is issued in',
  description: 'The latest first.',
  tag,
  params,
  response: z.strictObject({ data: z.array(cohortBody) }),
});

export const startCohortRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bill-runs/{id}/cohorts',
  summary: 'Approve and issue a part of a run',
  description:
    'Of a run in review: a pilot, all without findings, one customer’s accounts and so on, before the rest. Its accounts are fixed now; the run stays open until all are issued or held.',
  tag,
  params,
  body: request,
  status: 202,
  response: cohortBody,
});

export const previewCohortRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bill-runs/{id}/cohorts/preview',
  summary: 'Measure a part of a run',
  description: 'What it would issue, with nothing done.',
  tag,
  params,
  body: request,
  response: z.object({ accounts: z.int(), withWarnings: z.int(), totals: amounts }),
});
