import { z } from 'zod';
import { FREQUENCIES } from '@/lib/domain/period/cycle';
import { pageOf } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Bill cycles';
const path = '/api/v1/bill-cycle-specs';

/** What makes a rhythm of billing; the form of the page asks for the same. */
export const cycleSpecInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  frequency: z.enum(FREQUENCIES),
  anchorOn: z.iso
    .date()
    .describe(
      'The first day of a period; every other is counted from it. On the 31st: the last day of a short month.',
    ),
  timeZone: z.string().max(60).describe('An IANA time zone, in which days begin.'),
  cutOffDays: z.coerce
    .number()
    .int()
    .min(0)
    .max(31)
    .default(3)
    .describe('Days after a period in which partners may send.'),
});

export const cycleSpecBody = cycleSpecInput.extend({ id: z.uuid() });

export const listCycleSpecsRoute = routeSpec({
  method: 'get',
  path,
  summary: 'List the rhythms of billing',
  description: 'All of them, by name.',
  tag,
  response: pageOf(cycleSpecBody),
});

export const createCycleSpecRoute = routeSpec({
  method: 'post',
  path,
  summary: 'Add a rhythm of billing',
  description: 'Daily to yearly. Its running cycle is opened at once, and the one that ended before it.',
  tag,
  body: cycleSpecInput,
  status: 201,
  response: cycleSpecBody,
});
