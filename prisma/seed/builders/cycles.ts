import type { CycleSpecRow } from '@/lib/db/cycles';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { cyclePeriod, cyclePeriodContaining } from '@/lib/domain/period/cycle';
import type { Period } from '@/lib/domain/period/period';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';
import { createCycleSpec } from '@/lib/services/cycles/create-cycle-spec';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { actingAt, type World } from '@/prisma/seed/builders/world';

export type SeededCycle = {
  id: string;
  period: Period;
  timeZone: string;
  fromAt: string;
  toAt: string;
  /** When a careful operator runs it: the morning after partners' last day. */
  runAt: string;
};

/** A rhythm of billing with four cycles: two to be issued, the one that ended last and is open, and the running one; and those before. */
export type SeededSpec = {
  id: string;
  timeZone: string;
  before: readonly SeededCycle[];
  issued: [SeededCycle, SeededCycle];
  open: SeededCycle;
  running: SeededCycle;
};

/** `before` counts the cycles that were issued before the two. */
export async function buildCycles(
  world: World,
  input: Omit<CycleSpecRow, 'id'>,
  before = 0,
): Promise<SeededSpec> {
  const ctx = actingAt(world, world.now);
  const { id } = await createCycleSpec(ctx, input);
  const spec = { anchorOn: civilDate(input.anchorOn), frequency: input.frequency, timeZone: input.timeZone };
  const { n } = cyclePeriodContaining(spec, civilDateAt(world.now, input.timeZone));
  const cycle = async (number: number): Promise<SeededCycle> => {
    const period = cyclePeriod(spec, number);
    const opened = await openCycle(ctx, id, number);
    return { id: opened.id, period, ...instantsOf(period, input) };
  };
  const earlier: SeededCycle[] = [];
  for (let back = before; back > 0; back -= 1) earlier.push(await cycle(n - 3 - back));
  const [first, second, open, running] = [
    await cycle(n - 3),
    await cycle(n - 2),
    await cycle(n - 1),
    await cycle(n),
  ];
  return { id, timeZone: input.timeZone, before: earlier, issued: [first, second], open, running };
}

function instantsOf(period: Period, { timeZone, cutOffDays }: Omit<CycleSpecRow, 'id'>) {
  const startOf = (date: Period['from']) => startOfDayInstant(date, timeZone);
  const cutOff = Date.parse(startOf(addDays(period.to, cutOffDays)));
  return {
    timeZone,
    fromAt: startOf(period.from),
    toAt: startOf(period.to),
    runAt: new Date(cutOff + MORNING_MS).toISOString(),
  };
}

const MORNING_MS = 8 * 3_600_000;
