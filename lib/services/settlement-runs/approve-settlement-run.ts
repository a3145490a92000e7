import { appendAudit } from '@/lib/db/audit';
import { lockSettlementRun, updateSettlementRun } from '@/lib/db/settlement-runs';
import { withTenantSql } from '@/lib/db/tenant';
import { actorId, scopeOf } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { fourEyes } from '@/lib/services/payouts/four-eyes';
import { requirePerson } from '@/lib/services/require-person';
import { enqueueSettlementRun } from '@/lib/services/settlement-runs/enqueue-settlement-run';
import { readRunView, type SettlementRunView } from '@/lib/services/settlement-runs/settlement-run-view';

/**
 * Approves every payout of a run that nothing holds; a worker books them. Those with an issue or an open objection stay in review, and the
 * run is partly done until they are approved, or cancelled. Fails: `not_found`, `wrong_state`, `four_eyes`, `person_needed`.
 */
export async function approveSettlementRun(ctx: ServiceContext, runId: string): Promise<SettlementRunView> {
  authorise(ctx, 'payout.approve');
  requirePerson(ctx);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await lockSettlementRun(sql, runId, 'exclusive');
    if (!run) throw notFound('The settlement run');
    if (run.state !== 'review' && run.state !== 'partly') {
      throw conflict('wrong_state', `A settlement run that is ${run.state} cannot be approved.`);
    }
    fourEyes(ctx.actor, [run.preparedById]);
    const approver = { approvedById: actorId(ctx.actor), approvedBy: ctx.actor.name };
    await updateSettlementRun(sql, runId, { state: 'approving', ...approver });
    await enqueueSettlementRun(sql, ctx.actor.operatorId, runId);
    await appendAudit(sql, ctx.actor, {
      action: 'settlement-run.approved',
      entityType: 'settlement_run',
      entityId: runId,
      before: { state: run.state },
      after: { state: 'approving' },
    });
    return readRunView(sql, runId);
  });
}
