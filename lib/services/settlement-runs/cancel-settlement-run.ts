import { appendAudit } from '@/lib/db/audit';
import { appendEvents } from '@/lib/db/outbox';
import { cancelPayouts } from '@/lib/db/payout-preparation';
import { findPayouts, listPayoutIds } from '@/lib/db/payouts';
import { countRunPayouts, lockSettlementRun, updateSettlementRun } from '@/lib/db/settlement-runs';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { payoutCancelled } from '@/lib/services/payouts/cancel-payout';
import { withBooks } from '@/lib/services/receivables/with-books';
import { readRunView, type SettlementRunView } from '@/lib/services/settlement-runs/settlement-run-view';

/**
 * Ends a run: what it has not approved is given back, and the next run takes it; partners who were told of a payout are told so. What it
 * approved stays, and the run is done with that.
 * Fails: `not_found`, `wrong_state`.
 */
export async function cancelSettlementRun(ctx: ServiceContext, runId: string): Promise<SettlementRunView> {
  authorise(ctx, 'payout.manage');
  return withBooks(ctx.actor, async (sql) => {
    const run = await lockSettlementRun(sql, runId, 'exclusive');
    if (!run) throw notFound('The settlement run');
    if (['done', 'cancelled', 'approving'].includes(run.state)) {
      throw conflict('wrong_state', `A settlement run that is ${run.state} cannot be cancelled.`);
    }
    const payoutIds = await listPayoutIds(sql, runId, ['preparing', 'review']);
    const told = (await findPayouts(sql, payoutIds)).filter((payout) => payout.state === 'review');
    await cancelPayouts(sql, payoutIds);
    await appendEvents(sql, ctx.actor.operatorId, told.map(payoutCancelled));
    const isAllCancelled = (await countRunPayouts(sql, runId)).every(({ state }) => state === 'cancelled');
    const state = isAllCancelled ? 'cancelled' : 'done';
    await updateSettlementRun(sql, runId, { state, finishedAt: ctx.now });
    await appendAudit(sql, ctx.actor, {
      action: 'settlement-run.cancelled',
      entityType: 'settlement_run',
      entityId: runId,
      before: { state: run.state },
      after: { state, cancelledPayouts: payoutIds.length },
    });
    return readRunView(sql, runId);
  });
}
