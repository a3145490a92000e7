import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Write-offs';
const amount = z
  .string()
  .describe('Decimal text in major units, with the currency’s own decimals; with tax.');
const kind = z.enum(['write_off', 'reversal']);
const state = z.enum(['waiting', 'booked', 'refused']);

const writeOffBody = z.object({
  id: z.uuid(),
  kind,
  state,
  bill: z.object({ id: z.uuid(), number: z.string() }),
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  customer: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  currency: z.string(),
  amount,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  bookedOn: z.iso.date().nullable(),
});

export const writeOffRoute = routeSpec({
  method: 'post',
  path: '/api/v1/write-offs',
  summary: 'Write a bill off, or take that back',
  description:
    'All that is open of a bill, or a part; above the operator’s limit it waits for a second person. With `kind: reversal` what was written off is open again; money that comes after all does so by itself. Codes: `nothing_open`, `above_open`, `nothing_written_off`, `above_written_off`, `already_waiting`, `invalid_amount`.',
  tag,
  body: z.strictObject({
    bill: z.uuid(),
    kind: kind.default('write_off'),
    amount: z
      .string()
      .regex(/^\d{1,15}(\.\d{1,4})?$/, 'a decimal number')
      .optional()
      .describe('Left out: all there is.'),
    reason: z.string().trim().min(3).max(500),
  }),
  status: 201,
  response: z.strictObject({ id: z.uuid(), state }),
});

export const listWriteOffsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/write-offs',
  summary: 'List write-offs',
  description: 'With what was taken back of them, the latest first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    bill: z.uuid().optional(),
    state: state.optional(),
    kind: kind.optional(),
  }),
  response: pageOf(writeOffBody),
});

export const decideWriteOffRoute = routeSpec({
  method: 'post',
  path: '/api/v1/write-offs/{id}/decision',
  summary: 'Approve or refuse a write-off',
  description:
    'By somebody else than who asked. Codes: `same_person`, `wrong_state`, and `above_open` when less is open by now.',
  tag,
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ decision: z.enum(['approve', 'refuse']) }),
  response: z.strictObject({ id: z.uuid(), state }),
});
