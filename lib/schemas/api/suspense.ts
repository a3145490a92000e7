import { z } from 'zod';
import { DECIMAL_ONE, parseDecimal } from '@/lib/domain/money/decimal';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { cleanText, MAX_EVENTS } from '@/lib/schemas/api/usage';

const tag = 'Usage';
const params = z.strictObject({ id: z.uuid() });
const text = (max: number) => z.string().trim().min(1).max(max);

/** Why a person decided so; it stays on record. */
export const suspenseNote = text(500);

const party = z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() });
const money = { amount: z.string(), currency: z.string() };

const waiting = z.strictObject({
  id: z.uuid(),
  reason: z.string(),
  message: z.string(),
  source: z.string(),
  eventId: z.string(),
  subject: z.string(),
  meter: z.string(),
  quantity: z.string(),
  attributes: z.record(z.string(), z.string()),
  occurredAt: z.string(),
  receivedAt: z.string(),
  isRepaired: z
    .boolean()
    .describe('Subject, meter, quantity, attributes and time are as repaired, not as sent.'),
  tries: z.int().describe('How often it was tried, the first time included.'),
  lastTriedAt: z.string().nullable(),
  sender: party.nullable(),
  atStake: z
    .strictObject({
      ...money,
      price: z
        .string()
        .nullable()
        .describe('The price it was estimated by; null: what a unit brought on the last bills.'),
    })
    .nullable()
    .describe('An estimate; null where no price can be told.'),
});

export const listSuspendedUsage = routeSpec({
  method: 'get',
  path: '/api/v1/usage/suspense',
  summary: 'List usage that waits',
  description:
    'Usage that could not be guided or rated, that came too late or conflicts with an event of the same id, with the reason and an estimate of its money. A partner sees what it sent.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    reason: z.string().max(60).optional(),
    sender: z.uuid().optional(),
    meter: z.string().max(100).optional(),
    q: z.string().max(200).optional().describe('Found in source, event id or subject.'),
  }),
  response: pageOf(waiting),
});

export const groupSuspendedUsage = routeSpec({
  method: 'get',
  path: '/api/v1/usage/suspense/groups',
  summary: 'Waiting usage by reason and money',
  description: 'By reason, sender and meter, the most money first. Amounts are estimates.',
  tag,
  response: z.strictObject({
    events: z.int(),
    atStake: z.array(z.strictObject(money)),
    withoutEstimate: z.int().describe('Events whose money cannot be told.'),
    groups: z.array(
      z.strictObject({
        reason: z.string(),
        sender: party.nullable(),
        meter: z.string().nullable().describe('Null where there is no such meter.'),
        events: z.int(),
        subjects: z.int(),
        oldestAt: z.string(),
        atStake: z.array(z.strictObject(money)),
        withoutEstimate: z.int(),
      }),
    ),
  }),
});

const recycle = z.strictObject({
  id: z.uuid(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  eventsTotal: z.int(),
  tried: z.int(),
  accepted: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
  stillWaiting: z.int(),
  failure: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

const retried = {
  tried: z.int(),
  accepted: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  waiting: z.int(),
  rejected: z.int().describe('Refused for good, as a second reversal of one event is.'),
};

/** What a recycle may be narrowed by. */
export const recycleFilter = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(MAX_EVENTS).optional(),
  reason: z.string().max(60).optional(),
  sender: z.uuid().optional(),
  meter: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  all: z.boolean().optional().describe('All that fits, however much: above 1,000 events by a job.'),
});

export const recycleSuspendedUsage = routeSpec({
  method: 'post',
  path: '/api/v1/usage/suspense/recycle',
  summary: 'Try waiting usage again',
  description:
    'By id, by reason, sender, meter or text, or (an empty object) the oldest of all; up to 1,000 in one call. With `all`, everything that fits: what is too much for one call is done by a job, which `job` names.',
  tag,
  body: recycleFilter,
  response: z.strictObject({ ...retried, job: recycle.nullable() }),
});

export const getRecycleRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage/suspense/recycles/{id}',
  summary: 'Read how far a recycle came',
  tag,
  params,
  response: recycle,
});

export const followRecycleRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage/suspense/recycles/{id}/events',
  summary: 'Follow a recycle',
  description:
    'Server-sent events named `recycle`, each with the whole recycle as JSON; resumes by `Last-Event-ID`.',
  tag,
  params,
  response: { mediaType: 'text/event-stream', description: 'The recycle, again each time it has moved.' },
});

const quantity = z
  .string()
  .max(60)
  .refine((text) => {
    const read = parseDecimal(text);
    return read !== null && read >= 0n && read <= 10n ** 18n * DECIMAL_ONE;
  }, 'A quantity is a decimal from 0 to 10¹⁸, with up to 15 digits after the point.');

/** What may be put right in the copy of an event that is tried. */
export const repairInput = z.strictObject({
  subject: cleanText(200).optional().describe('The reference of a product that is there.'),
  meter: cleanText(100).optional(),
  quantity: quantity.optional(),
  occurredAt: z.iso.datetime({ offset: true }).optional(),
  attributes: z
    .record(z.string().max(60), cleanText(500))
    .optional()
    .describe('All of them: they replace what was there.'),
  note: suspenseNote.optional(),
  alike: z
    .boolean()
    .default(false)
    .describe(
      'The same for all usage of its sender that waits for the same reason with the same subject or meter, whichever is changed.',
    ),
});

export const repairSuspendedUsage = routeSpec({
  method: 'post',
  path: '/api/v1/usage/suspense/{id}/repair',
  summary: 'Repair waiting usage and try it again',
  description:
    'Changes a copy: what was sent stays on record beside it, with who changed what and when. Then it is tried again; above 1,000 events by a job.',
  tag,
  params,
  body: repairInput,
  response: z.strictObject({ repaired: z.int(), ...retried, job: recycle.nullable() }),
});

export const dismissSuspendedUsage = routeSpec({
  method: 'post',
  path: '/api/v1/usage/suspense/{id}/dismiss',
  summary: 'Dismiss waiting usage',
  description: 'It is not tried any more and stays on record with the reason given.',
  tag,
  params,
  body: z.strictObject({ note: suspenseNote }),
  response: z.strictObject({ dismissed: z.int() }),
});

export const acceptLateSuspendedUsage = routeSpec({
  method: 'post',
  path: '/api/v1/usage/suspense/{id}/accept-late',
  summary: 'Accept usage that came too late',
  description:
    'For the operator: waives the window of the agreement. The next bill charges it, naming its own period.',
  tag,
  params,
  body: z.strictObject({ note: suspenseNote }),
  response: z.strictObject(retried),
});

export const replaceTakenUsage = routeSpec({
  method: 'post',
  path: '/api/v1/usage/suspense/{id}/replace',
  summary: 'Take the other version of an event',
  description:
    'For usage that conflicts with an event of the same source and id: the one that was taken is reversed, and this one is taken, both in one step.',
  tag,
  params,
  body: z.strictObject({ note: suspenseNote }),
  response: z.strictObject({ replaced: z.literal(true) }),
});
