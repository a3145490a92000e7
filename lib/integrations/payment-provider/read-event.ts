import { z } from 'zod';
import { invalid } from '@/lib/errors';

const told = z.object({ occurredAt: z.iso.datetime({ offset: true }) });
const money = { amount: z.string().max(40), currency: z.string().length(3) };
const session = { reference: z.uuid() };

const providerEvent = z.discriminatedUnion('type', [
  told.extend({ type: z.literal('session.succeeded'), data: z.object({ ...session, ...money }) }),
  told.extend({
    type: z.literal('session.failed'),
    data: z.object({ ...session, reason: z.string().max(500).default('') }),
  }),
  /** `refund` is our reference, when it was we who asked. */
  told.extend({
    type: z.literal('payment.refunded'),
    data: z.object({ ...session, ...money, refund: z.uuid().nullish() }),
  }),
  told.extend({
    type: z.literal('refund.failed'),
    data: z.object({ ...session, refund: z.uuid(), reason: z.string().max(500).default('') }),
  }),
  told.extend({ type: z.literal('session.expired'), data: z.object(session) }),
  /** `chargeback` is the provider's own reference of the case; with it, told again under another event it is the same one. */
  told.extend({
    type: z.literal('payment.charged_back'),
    data: z.object({
      ...session,
      ...money,
      reason: z.string().max(500).default(''),
      chargeback: z.string().min(1).max(200).optional(),
    }),
  }),
  told.extend({
    type: z.literal('payment.chargeback_won'),
    data: z.object({
      ...session,
      ...money,
      reason: z.string().max(500).default(''),
      chargeback: z.string().min(1).max(200),
    }),
  }),
]);

export type ProviderEvent = z.infer<typeof providerEvent>;

/** Reads what a provider tells; null for an event of another kind. Its signature was checked before. Fails: `bad_event`. */
export function readProviderEvent(body: Buffer): ProviderEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw invalid('bad_event', '', 'The event is no JSON.');
  }
  const { type } = z
    .object({ type: z.string().catch('') })
    .catch({ type: '' })
    .parse(value);
  if (!KINDS.has(type)) return null;
  const parsed = providerEvent.safeParse(value);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw invalid('bad_event', fault?.path.join('.') ?? '', `The event cannot be read: ${fault?.message}`);
}

const KINDS: ReadonlySet<string> = new Set(
  providerEvent.options.map(({ shape }) => shape.type.value as string),
);
