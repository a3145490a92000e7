import { z } from 'zod';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Bill runs';
const params = z.strictObject({ id: z.uuid() });

export const billRunBody = z.object({
  id: z.uuid(),
  cycle: z.uuid(),
  kind: z
    .enum(['cycle', 'on_demand', 'final'])
    .describe('A whole cycle, or some of its accounts on demand, or their final bills.'),
  until: z.iso.date().nullable().describe('Of a run beside the cycle’s: the first day it does not charge.'),
  state: z.enum(['running', 'paused', 'review', 'approved', 'issued', 'cancelled', 'failed']),
  dryRun: z.boolean(),
  accounts: z.object({ total: z.int(), done: z.int(), held: z.int(), issued: z.int() }),
  changes: z.object({ created: z.int(), updated: z.int(), unchanged: z.int() }),
  totals: z.array(z.object({ currency: z.string(), amount: z.string() })),
  issues: z
    .array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        path: z.string(),
        message: z.string(),
        amountAtStake: z.string().nullish(),
        billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
      }),
    )
    .describe('The gravest first, at most a hundred.'),
  requestedBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  issuedOn: z.iso.date().nullable(),
  failure: z.string().nullable(),
});

export const getRunRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-runs/{id}',
  summary: 'Read a bill run',
  tag,
  params,
  response: billRunBody,
});

export const followRunRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-runs/{id}/events',
  summary: 'Follow a bill run',
  description: 'Server-sent events named `run`, each with the whole run as JSON; resumes by `Last-Event-ID`.',
  tag,
  params,
  response: { mediaType: 'text/event-stream', description: 'The run, again each time it has moved.' },
});

const change = <const Verb extends string>(verb: Verb, summary: string, description: string) =>
  routeSpec({
    method: 'post',
    path: `/api/v1/bill-runs/{id}/${verb}` as RouteSpec['path'],
    summary,
    description,
    tag,
    params,
    response: billRunBody,
  });

export const approveRunRoute = change('approve', 'Approve a run in review', 'Fixes the day of issue.');
export const issueRunRoute = change('issue', 'Issue an approved run', 'Numbers, books and hashes its bills.');
export const pauseRunRoute = change('pause', 'Pause a run', 'The chunks in hand are finished first.');
export const resumeRunRoute = change(
  'resume',
  'Resume a paused or failed run',
  'It goes on where it stopped.',
);
export const cancelRunRoute = change(
  'cancel',
  'Cancel a run',
  'Possible until its bills are being issued; drafts stay.',
);
