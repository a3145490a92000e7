import { civilDate } from '@/lib/domain/period/civil-date';
import { startOfDayInstant } from '@/lib/domain/period/zone';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import type { SeededCycle, SeededSpec } from '@/prisma/seed/builders/cycles';
import { type Random, randomOf } from '@/prisma/seed/builders/random';
import type { World } from '@/prisma/seed/builders/world';
import { actingAs } from '@/prisma/seed/builders/world';

/** How a product is used: so many events a day, each of a size, from its first day to its last. */
export type UsageHabit = {
  reference: string;
  spec: SeededSpec;
  meter: string;
  /** Events of one day. */
  perDay: number;
  /** A decimal as text; `day` counts from the first day of the oldest cycle. */
  quantity: (random: Random, day: number) => string;
  attributes?: (random: Random) => Record<string, string>;
  /** First and last day (exclusive) of use, when not the whole story. */
  from?: string;
  to?: string;
};

export type UsageSender = {
  audience: 'operator' | 'partner';
  party: { id: string; name: string };
  source: string;
};

/**
 * Sends the usage of all cycles up to the moment of seeding, cycle by cycle and as of the cycle's end, so that it was there when
 * the cycle was run. Deterministic: the same habits on the same day are the same events.
 */
export async function sendUsage(
  world: World,
  sender: UsageSender,
  habits: readonly UsageHabit[],
): Promise<number> {
  const batches = new Map<string, unknown[]>();
  for (const habit of habits) {
    const { issued, open, running } = habit.spec;
    for (const cycle of [...issued, open, running]) {
      const asOf = [cycle.toAt, world.now].sort()[0]!;
      const events = eventsOf(sender.source, habit, cycle, asOf);
      batches.set(asOf, [...(batches.get(asOf) ?? []), ...events]);
    }
  }
  let count = 0;
  for (const [asOf, events] of batches) {
    const ctx = actingAs(world, sender.audience, sender.party, asOf);
    for (let from = 0; from < events.length; from += BATCH) {
      const answer = await ingestUsage(ctx, events.slice(from, from + BATCH));
      const refused = answer.results.find(({ status }) => status === 'rejected' || status === 'conflict');
      if (refused) throw new Error(`The seed's usage ${refused.id} is ${refused.code}: ${refused.message}`);
      count += answer.accepted;
    }
  }
  return count;
}

const BATCH = 1000;
const DAY_MS = 86_400_000;

function eventsOf(source: string, habit: UsageHabit, cycle: SeededCycle, asOf: string): unknown[] {
  const { reference, meter, perDay, quantity, attributes, spec } = habit;
  const startOf = (day: string) => Date.parse(startOfDayInstant(civilDate(day), spec.timeZone));
  const from = habit.from === undefined ? 0 : startOf(habit.from);
  const to = Math.min(Date.parse(asOf), habit.to === undefined ? Infinity : startOf(habit.to));
  const firstDay = Math.round((Date.parse(cycle.fromAt) - Date.parse(spec.issued[0].fromAt)) / DAY_MS);
  const random = randomOf(`${reference} ${meter} ${cycle.period.from}`);
  const events: unknown[] = [];
  const step = DAY_MS / perDay;
  const starts = Date.parse(cycle.fromAt);
  for (let n = 0; starts + (n + 1) * step <= Date.parse(cycle.toAt); n += 1) {
    // Drawn before the bounds are looked at, so that a later day of seeding does not change an earlier day's events.
    const size = quantity(random, firstDay + Math.floor((n * step) / DAY_MS));
    const extra = attributes?.(random) ?? {};
    const at = starts + Math.floor((n + 0.4) * step);
    if (at < from || at >= to) continue;
    events.push({
      specversion: '1.0',
      type: 'com.tributary.usage',
      source,
      id: `${reference}-${meter}-${cycle.period.from}-${n}`,
      time: new Date(at).toISOString(),
      subject: reference,
      data: { meter, quantity: size, ...extra },
    });
  }
  return events;
}
