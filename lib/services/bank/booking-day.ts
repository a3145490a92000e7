import { readBookkeeper } from '@/lib/db/open-items';
import type { Sql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';

/** The day on which an entry is in the books: a bank may book for tomorrow, and money moves today at the latest. */
export async function bookingDay(
  sql: Sql,
  ctx: ServiceContext,
  { bookedOn }: { bookedOn: string },
): Promise<string> {
  const { today } = await readBookkeeper(sql, ctx.actor.operatorId, ctx.now);
  return bookedOn > today ? today : bookedOn;
}
