import { appendAudit } from '@/lib/db/audit';
import { type CycleSpecRow, insertCycleSpec } from '@/lib/db/cycles';
import { newId } from '@/lib/db/id';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { isTimeZone } from '@/lib/domain/period/zone';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Adds a rhythm of billing: an anchor day, a frequency and a time zone. Fails: `invalid_date`, `unknown_time_zone`. */
export async function createCycleSpec(
  ctx: ServiceContext,
  input: Omit<CycleSpecRow, 'id'>,
): Promise<{ id: string }> {
  authorise(ctx, 'cycle.manage');
  if (parseCivilDate(input.anchorOn) === null) {
    throw invalid('invalid_date', 'anchorOn', `${input.anchorOn} is not a day.`);
  }
  if (!isTimeZone(input.timeZone)) {
    throw invalid('unknown_time_zone', 'timeZone', `${input.timeZone} is not an IANA time zone.`);
  }
  const id = newId();
  await withTenant(scopeOf(ctx.actor), async (tx) => {
    await insertCycleSpec(tx, ctx.actor.operatorId, { id, ...input });
    await appendAudit(tx, ctx.actor, {
      action: 'cycle-spec.created',
      entityType: 'cycle_spec',
      entityId: id,
      after: input,
    });
  });
  return { id };
}
