import { hash } from 'node:crypto';
import { z } from 'zod';
import { DECIMAL_ONE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { readQuantity, usageEvent } from '@/lib/schemas/api/usage';

/** A usage event that says what it must, not yet guided to a product. */
export type DecodedEvent = {
  source: string;
  eventId: string;
  type: string;
  /** The product's reference. */
  subject: string;
  /** Milliseconds since 1970, UTC. */
  atMs: number;
  meter: string;
  quantity: Decimal;
  /** Without meter and quantity; every value as text. */
  attributes: Readonly<Record<string, string>>;
  /** SHA-256, hexadecimal, of what the event says. Its time is not in it: a retry may carry another. */
  bodyHash: string;
};

export type Refusal = { code: string; path: string; message: string };

/**
 * Reads one event of a batch. `nowMs` bounds its time: five minutes ahead for clocks that disagree, and not before 2000.
 * Refuses with `required`, `invalid_type`, `invalid_format` and their kin at the field's path, `invalid_quantity`,
 * `imprecise_quantity`, `negative_quantity`, `quantity_too_large`, `time_in_future`, `time_out_of_range`.
 */
export function decodeEvent(input: unknown, nowMs: number): DecodedEvent | Refusal {
  const parsed = readEvent.safeParse(input);
  if (!parsed.success) return refusalOf(input, parsed.error.issues[0]!);
  const { source, id, type, subject, time, data } = parsed.data;

  const atMs = Date.parse(time);
  const badTime = refuseTime(atMs, nowMs);
  if (badTime) return badTime;

  const { meter, quantity: given, ...rest } = data;
  const quantity = readQuantity(given);
  if (typeof quantity !== 'bigint') return refuseQuantity(quantity);
  if (quantity < 0n && data.reverses === undefined) {
    return refuse('negative_quantity', 'data.quantity', 'A quantity is 0 or more.');
  }
  if (quantity > QUANTITY_LIMIT || quantity < -QUANTITY_LIMIT) {
    return refuse('quantity_too_large', 'data.quantity', 'A quantity is at most 10¹⁸.');
  }
  const attributes = textAttributes(rest);
  const event = { source, eventId: id, type, subject, atMs, meter, quantity, attributes };
  return { ...event, bodyHash: hashOf(event) };
}

/** The same schema as one generated function: a fifth of the time. What it refuses, the schema itself looks at again and names. */
const readEvent = z.compile(usageEvent);

export const isRefusal = (read: DecodedEvent | Refusal): read is Refusal => 'code' in read;

// Room for 100,000 of the largest in one running total, which holds 23 digits before the point.
const QUANTITY_LIMIT = 10n ** 18n * DECIMAL_ONE;
const CLOCK_SKEW_MS = 5 * 60_000;
const EARLIEST_MS = Date.UTC(2000, 0, 1);

function refuseTime(atMs: number, nowMs: number): Refusal | null {
  if (Number.isNaN(atMs) || atMs < EARLIEST_MS) {
    return refuse('time_out_of_range', 'time', 'The time is before the year 2000, or does not exist.');
  }
  if (atMs > nowMs + CLOCK_SKEW_MS) {
    return refuse('time_in_future', 'time', 'The time is more than five minutes ahead.');
  }
  return null;
}

function refuseQuantity(reason: 'imprecise' | null): Refusal {
  return reason === 'imprecise'
    ? refuse(
        'imprecise_quantity',
        'data.quantity',
        'A number of more than 15 digits is sent as text, or it is not exact.',
      )
    : refuse(
        'invalid_quantity',
        'data.quantity',
        'A quantity is a decimal of up to 23 digits before the point and 15 after.',
      );
}

/** Zod's first finding; where there is nothing at all, that is the finding. */
function refusalOf(input: unknown, issue: z.core.$ZodIssue): Refusal {
  const path = issue.path.map(String).join('.');
  if (path !== '' && valueAt(input, issue.path) === undefined) {
    return refuse('required', path, `An event has ${path}.`);
  }
  const named = issue.code === 'custom' ? issue.params?.code : issue.code;
  return refuse(typeof named === 'string' ? named : 'invalid', path, issue.message);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[name];
  }
  return value;
}

/** In the order of their names, so that the same attributes are the same text. */
function textAttributes(rest: Record<string, string | number | boolean>): Record<string, string> {
  const names = Object.keys(rest);
  if (names.length > 1) names.sort();
  return Object.fromEntries(names.map((name) => [name, String(rest[name])]));
}

type Hashed = Pick<DecodedEvent, 'type' | 'subject' | 'meter' | 'quantity' | 'attributes'>;

const hashOf = ({ type, subject, meter, quantity, attributes }: Hashed): string =>
  hash('sha256', JSON.stringify([type, subject, meter, formatDecimal(quantity), attributes]), 'hex');

const refuse = (code: string, path: string, message: string): Refusal => ({ code, path, message });
