import { z } from 'zod';
import { latePolicy } from '@/lib/schemas/agreement-conditions';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { holdReason } from '@/lib/schemas/run-account-filter';

const tag = 'Partner bills';
const partner = z.string().max(60).describe('The partner’s id or its short name.');

export const lateDecision = z.enum(['waive', 'hold', 'carry_over', 'estimate']);

export const expectationBody = z.object({
  partner: z.string().describe('Short name.'),
  cycle: z.uuid(),
  period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  dueAt: z.iso.datetime().describe('The cut-off of the cycle.'),
  state: z
    .enum(['expected', 'received', 'held', 'carried_over', 'estimated', 'waived'])
    .describe('`received`: a bill is here and waits for a decision or is accepted.'),
  latePolicy,
  accounts: z.int().describe('Of the cycle, mapped to the partner.'),
  usual: z
    .array(z.object({ currency: z.string(), amount: z.string() }))
    .describe('What its accepted bills of the last three cycles came to on average.'),
  bill: z.object({ id: z.uuid(), externalId: z.string(), state: z.string() }).nullable(),
  reminders: z.int(),
  remindedAt: z.iso.datetime().nullable(),
  decision: z
    .object({ at: z.iso.datetime(), by: z.string().nullable(), reason: z.string().nullable() })
    .nullable()
    .describe('Null `by`: what the agreement says, at the cut-off.'),
});

export const listExpectationsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bill-cycles/{id}/expectations',
  summary: 'List what partners owe a cycle',
  description:
    'The bills that partners compute themselves, the most pressing first. Empty until the period has ended.',
  tag,
  params: z.strictObject({ id: z.uuid() }),
  response: z.object({ data: z.array(expectationBody) }),
});

export const decideExpectationRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bill-cycles/{id}/expectations/{partner}',
  summary: 'Decide about a bill that has not come',
  description:
    '`hold` keeps its accounts back, `carry_over` bills them without it, `estimate` by the mean of the last three cycles, `waive` expects nothing; before the cut-off, or instead of what the agreement said. The next run goes by it. 409: `bill_received`, `already_decided`, `cycle_issued`.',
  tag,
  params: z.strictObject({ id: z.uuid(), partner }),
  body: z.strictObject({ decision: lateDecision, reason: holdReason }),
  response: expectationBody,
});
