import { z } from 'zod';
import { billRunBody } from '@/lib/schemas/api/bill-runs';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Bill cycles';
const state = z.enum([
  'open',
  'collecting',
  'rating',
  'consolidating',
  'review',
  'approved',
  'issued',
  'closed',
]);

export const cycleBody = z.object({
  id: z.uuid(),
  name: z.string(),
  frequency: z.string(),
  timeZone: z.string(),
  period: z
    .object({ from: z.iso.date(), to: z.iso.date() })
    .describe('Local dates of the time zone, half-open.'),
  cutOffAt: z.iso.datetime().describe('Until when partners may send.'),
  phase: z.enum(['running', 'ended']).describe('A cycle can be run once its period has ended.'),
  state,
  accounts: z.int(),
  bills: z.object({ drafts: z.int(), held: z.int(), approved: z.int(), issued: z.int() }),
  missingPartners: z.array(z.string()).describe('Short names of partners whose bill has not come.'),
  run: z.object({ id: z.uuid(), state: z.string() }).nullable().describe('The latest run.'),
});

export const listCyclesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-cycles',
  summary: 'List billing cycles',
  description: 'The latest first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: state.optional(),
    phase: z.enum(['running', 'ended']).optional(),
  }),
  response: pageOf(cycleBody),
});

export const getCycleRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-cycles/{id}',
  summary: 'Read a billing cycle',
  tag,
  params: z.strictObject({ id: z.uuid() }),
  response: cycleBody,
});

export const startRunRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bill-cycles/{id}/runs',
  summary: 'Run a billing cycle',
  description:
    'Computes the bills of an ended cycle and compares them with what is there. `dryRun` writes no bill. Running again proposes nothing new.',
  tag,
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ dryRun: z.boolean().default(false) }),
  status: 202,
  response: billRunBody,
});
