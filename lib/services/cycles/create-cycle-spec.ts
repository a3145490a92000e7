import { appendAudit } from '@/lib/db/audit';
import { type CycleSpecRow, insertCycleSpec } from '@/lib/db/cycles';
import { newId } from '@/lib/db/id';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { FREQUENCIES } from '@/lib/domain/period/cycle';
import { isTimeZone } from '@/lib/domain/period/zone';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * Adds a rhythm of billing: an anchor day, a frequency and a time zone. Its cycles are opened by `ensureCycles`.
 * Fails: `name_missing`, `invalid_date`, `unknown_frequency`, `unknown_time_zone`, `invalid_cut_off`.
 */
export async function createCycleSpec(
  ctx: ServiceContext,
  input: Omit<CycleSpecRow, 'id'>,
): Promise<{ id: string }> {
  authorise(ctx, 'cycle.manage');
  if (input.name.trim() === '') throw invalid('name_missing', 'name', 'Give the cycle a name.');
  if (!FREQUENCIES.includes(input.frequency)) {
    throw invalid('unknown_frequency', 'frequency', `A cycle is ${FREQUENCIES.join(', ')}.`);
  }
  if (!Number.isInteger(input.cutOffDays) || input.cutOffDays < 0 || input.cutOffDays > CUT_OFF_DAYS_MAX) {
    const message = `Partners may send for 0 to ${CUT_OFF_DAYS_MAX} days after a period.`;
    throw invalid('invalid_cut_off', 'cutOffDays', message);
  }
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

const CUT_OFF_DAYS_MAX = 31;
