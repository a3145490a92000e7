import { z } from 'zod';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { routeSpec } from '@/lib/schemas/api/route-spec';

/** Most events of one request. */
export const MAX_EVENTS = 1000;

/** Text that can be stored and shown: no control characters, no half of a surrogate pair. */
export const cleanText = (max: number) =>
  z
    .string()
    .min(1, 'This is empty.')
    .max(max, `This is longer than ${max} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'This contains characters that cannot be stored.');

const QUANTITY = 'A quantity is a decimal as text, or a number of at most 15 digits.';
const ATTRIBUTE_NAME = /^[\p{L}\p{N}_.:-]{1,60}$/u;

/**
 * A usage event: CloudEvents 1.0 in its JSON format. `subject` is the product's reference; `data` has the meter's key, an exact
 * quantity and any attributes. Extension attributes are let through and not kept.
 */
export const usageEvent = z.looseObject({
  specversion: z.literal('1.0', 'The specversion is "1.0".'),
  type: cleanText(200),
  source: cleanText(500),
  id: cleanText(200),
  time: z.iso.datetime({ offset: true, error: 'A time is RFC 3339 with a zone, as 2026-01-31T12:00:00Z.' }),
  subject: cleanText(200),
  data: z
    .object({ meter: cleanText(100), quantity: z.union([z.string().max(60), z.number()], QUANTITY) })
    .catchall(
      z.union([cleanText(500), z.number(), z.boolean()], 'An attribute is a text, a number, true or false.'),
    )
    .refine((data) => Object.keys(data).length <= 34, {
      error: 'An event has at most 32 attributes.',
      params: { code: 'too_many_attributes' },
    })
    .refine((data) => Object.keys(data).every((name) => ATTRIBUTE_NAME.test(name)), {
      error: 'An attribute is named in 1 to 60 letters, digits and _ . : -',
      params: { code: 'attribute_name' },
    }),
});

/** One event, or up to 1,000. What is in each is looked at one by one: a bad event does not spoil its neighbours. */
export const usageBody = z
  .union(
    [z.array(z.unknown()), z.record(z.string(), z.unknown())],
    'The body is one event, or a list of events.',
  )
  .superRefine((body, check) => {
    if (!Array.isArray(body) || (body.length >= 1 && body.length <= MAX_EVENTS)) return;
    const message = `A batch has 1 to ${MAX_EVENTS} events, and this has ${body.length}.`;
    check.addIssue({ code: 'custom', message, params: { code: 'batch_size' } });
  });

const eventAnswer = z.strictObject({
  index: z.number().int().describe('The place in the batch, from 0.'),
  source: z.string().nullable(),
  id: z.string().nullable(),
  status: z.enum(['accepted', 'duplicate', 'conflict', 'rejected']),
  code: z.string().nullable(),
  path: z.string().nullable().describe('Where in the event.'),
  message: z.string().nullable(),
  suspended: z.boolean().describe('Kept in suspense, to be tried again when the cause is put right.'),
});

export const sendUsage = routeSpec({
  method: 'post',
  path: '/api/v1/usage',
  summary: 'Send usage',
  description:
    'CloudEvents 1.0: one event, or a batch of up to 1,000. `subject` is the reference of the product, `data.meter` the meter, `data.quantity` an exact decimal; all else in `data` is kept as attributes. Every event is answered on its own: `accepted` counts at once, `duplicate` was taken before (source and id decide, the time does not), `conflict` has the id of another event, `rejected` says why and where. What cannot be guided to a product yet, and what conflicts, is kept in suspense. To take an event back, send it again with an id of its own and `data.reverses`, the id of the event: the totals are what they would be without it. Usage of a period that is billed already counts in that period, and the next bill charges the difference. A 429 took nothing: send it again after `Retry-After` seconds.',
  tag: 'Usage',
  accepts: ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
  maxBytes: 4 * 1024 * 1024,
  body: z.union([usageEvent, z.array(usageEvent).min(1).max(MAX_EVENTS)]),
  response: z.strictObject({
    accepted: z.number().int(),
    duplicate: z.number().int(),
    conflict: z.number().int(),
    rejected: z.number().int(),
    results: z.array(eventAnswer),
  }),
});

/** A quantity as JSON may carry it exactly: a text, or a number of at most 15 digits. Null when it is no decimal. */
export function readQuantity(quantity: string | number): ReturnType<typeof parseDecimal> | 'imprecise' {
  if (typeof quantity === 'string') return parseDecimal(quantity);
  const text = String(quantity);
  const digits = text.replace(/e.*$/, '').replace(/\D/g, '').replace(/^0+/, '');
  // Beyond 15 digits a binary number stands for many decimal ones; which one was meant is lost before it gets here.
  return digits.length > 15 ? 'imprecise' : parseDecimal(text.replace('e+', 'e'));
}
