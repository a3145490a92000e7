import { findAdjustment, lockAdjustment, withdrawAdjustmentRow } from '@/lib/db/adjustments';
import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { type AdjustmentView, adjustmentView } from '@/lib/services/adjustments/adjustment-view';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

/**
 * Takes back what is not billed yet. A draft that has it is not issued: the next run leaves it out. What is billed is given back by a
 * credit note or by an adjustment the other way. Fails: `not_found`, `not_pending`.
 */
export async function withdrawAdjustment(
  ctx: ServiceContext,
  id: string,
  reason: string,
): Promise<AdjustmentView> {
  authorise(ctx, 'adjustment.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const row = await lockAdjustment(sql, id);
    if (!row) throw notFound('The adjustment');
    if (row.state !== 'pending') throw conflict('not_pending', DECIDED[row.state]);
    const { billingAccountId } = row;
    await withdrawAdjustmentRow(
      sql,
      { billingAccountId, id },
      { by: actorName(ctx.actor), at: ctx.now, reason },
    );
    const entity = { entityType: 'adjustment', entityId: id };
    await appendEvent(sql, ctx.actor.operatorId, {
      ...{ type: 'adjustment.withdrawn', ...entity, payload: { billingAccountId, reason } },
    });
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'adjustment.withdrawn', ...entity, after: { billingAccountId, reason } },
    });
    return adjustmentView((await findAdjustment(sql, id))!);
  });
}

const DECIDED = {
  billed: 'This adjustment is on an issued bill: credit that line instead.',
  withdrawn: 'This adjustment is withdrawn already.',
} as const;
