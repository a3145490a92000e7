import { appendAudit } from '@/lib/db/audit';
import { lockSettlementRun, updateSettlementRun } from '@/lib/db/settlement-runs';
import { actorId } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { fourEyes } from '@/lib/services/payouts/four-eyes';
import { withBooks } from '@/lib/services/receivables/with-books';
import { requirePerson } from '@/lib/services/require-person';
import { enqueueSettlementRun } from '@/lib/services/settlement-runs/enqueue-settlement-run';
import { readRunView, type SettlementRunView } from '@/lib/services/settlement-runs/settlement-run-view';

export type RunApprovalSeen = {
  /** What the approver saw to be paid and carried on, by currency; without it whatever the run is by now. */
  expectedTotals?: readonly SeenTotal[] | undefined;
};

type SeenTotal = { currency: string; amount: string; carried?: string | undefined };

/**
 * Approves every payout of a run that nothing holds; a worker books them. Those with an issue or an open objection stay in review, and the
 * run is partly done until they are approved, or cancelled. Fails: `not_found`, `wrong_state`, `four_eyes`, `person_needed`, `payout_changed`
 * (the run's sums are not what the approver saw).
 */
export async function approveSettlementRun(
  ctx: ServiceContext,
  runId: string,
  { expectedTotals }: RunApprovalSeen = {},
): Promise<SettlementRunView> {
  authorise(ctx, 'payout.approve');
  requirePerson(ctx);
  return withBooks(ctx.actor, async (sql) => {
    const run = await lockSettlementRun(sql, runId, 'exclusive');
    if (!run) throw notFound('The settlement run');
    if (run.state !== 'review' && run.state !== 'partly') {
      throw conflict('wrong_state', `A settlement run that is ${run.state} cannot be approved.`);
    }
    fourEyes(ctx.actor, [run.preparedById]);
    if (expectedTotals) mustBe(await readRunView(sql, runId), expectedTotals);
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

function mustBe({ totals }: SettlementRunView, expected: readonly SeenTotal[]): void {
  const seenOf = new Map(expected.map((seen) => [seen.currency, seen]));
  const isSame =
    totals.length === seenOf.size &&
    totals.every(({ currency, amount, carried }) => {
      const seen = seenOf.get(currency);
      return seen?.amount === amount && (seen.carried ?? carried) === carried;
    });
  if (isSame) return;
  throw conflict('payout_changed', 'Payouts of this run have changed since you saw it. Look at it again.');
}
