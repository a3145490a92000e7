import { appendAudit } from '@/lib/db/audit';
import { insertMeter, type MeterRow } from '@/lib/db/catalogue';
import { isUniqueViolation } from '@/lib/db/conflicts';
import { newId } from '@/lib/db/id';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Adds a meter: what is counted, and which attributes keep its totals apart. Fails: `meter_exists`. */
export async function createMeter(ctx: ServiceContext, input: Omit<MeterRow, 'id'>): Promise<{ id: string }> {
  authorise(ctx, 'catalogue.manage');
  const id = newId();
  try {
    await withTenant(scopeOf(ctx.actor), async (tx) => {
      await insertMeter(tx, ctx.actor.operatorId, { id, ...input });
      await appendAudit(tx, ctx.actor, {
        action: 'meter.created',
        entityType: 'meter',
        entityId: id,
        after: input,
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw conflict('meter_exists', `There is a meter ${input.key} already.`);
  }
  return { id };
}
