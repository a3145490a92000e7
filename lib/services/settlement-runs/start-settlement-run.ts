import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { newId } from '@/lib/db/id';
import { insertSettlementRun } from '@/lib/db/settlement-runs';
import { actorId } from '@/lib/domain/access/actor';
import { civilDateAt } from '@/lib/domain/period/zone';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { withBooks } from '@/lib/services/receivables/with-books';
import { enqueueSettlementRun } from '@/lib/services/settlement-runs/enqueue-settlement-run';
import { readRunView, type SettlementRunView } from '@/lib/services/settlement-runs/settlement-run-view';

/**
 * Starts a run over everything that is due to partners up to and including a day (of the operator's calendar); workers do the rest. It takes
 * no entry that another run has, so runs may overlap. Fails: `through_in_future`.
 */
export async function startSettlementRun(
  ctx: ServiceContext,
  { through }: { through: string },
): Promise<SettlementRunView> {
  authorise(ctx, 'payout.manage');
  const { operatorId, name } = ctx.actor;
  return withBooks(ctx.actor, async (sql) => {
    const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    if (through > today) {
      throw invalid(
        'through_in_future',
        'through',
        `What is booked after today (${today}) cannot be settled yet.`,
      );
    }
    const run = {
      id: newId(),
      throughOn: through,
      preparedById: actorId(ctx.actor),
      preparedBy: name,
      createdAt: ctx.now,
    };
    await insertSettlementRun(sql, operatorId, run);
    await enqueueSettlementRun(sql, operatorId, run.id);
    await appendAudit(sql, ctx.actor, {
      action: 'settlement-run.started',
      entityType: 'settlement_run',
      entityId: run.id,
      after: { through },
    });
    return readRunView(sql, run.id);
  });
}
