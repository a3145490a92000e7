import { appendEvent } from '@/lib/db/outbox';
import { findPayout, lockPayout, type PayoutRow } from '@/lib/db/payouts';
import {
  findSettlementRun,
  hasPayouts,
  lockSettlementRun,
  updateSettlementRun,
} from '@/lib/db/settlement-runs';
import type { Sql } from '@/lib/db/tenant';
import type { Permission } from '@/lib/domain/access/permissions';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PayoutView, readPayoutView } from '@/lib/services/payouts/payout-view';
import { withBooks } from '@/lib/services/receivables/with-books';

/**
 * A person's change of a payout in review: its run and then the payout are held, as the worker does. While a run is being approved its
 * payouts stay as they were seen. Fails: `not_found`, `wrong_state`.
 */
export async function changePayout(
  ctx: ServiceContext,
  permission: Permission,
  payoutId: string,
  change: (sql: Sql, payout: PayoutRow) => Promise<void>,
): Promise<PayoutView> {
  authorise(ctx, permission);
  return withBooks(ctx.actor, async (sql) => {
    const payout = await lockInReview(sql, payoutId);
    await change(sql, payout);
    await finishRun(sql, ctx, payout.runId);
    return readPayoutView(sql, payoutId, ctx.actor);
  });
}

async function lockInReview(sql: Sql, payoutId: string): Promise<PayoutRow> {
  const found = await findPayout(sql, payoutId);
  const run = found && (await lockSettlementRun(sql, found.runId, 'exclusive'));
  const payout = await lockPayout(sql, payoutId);
  if (!payout) throw notFound('The payout');
  if (run?.state === 'approving') {
    throw conflict('wrong_state', 'The run of this payout is being approved; wait until that is done.');
  }
  if (payout.state === 'review') return payout;
  throw conflict(
    'wrong_state',
    `This payout is ${payout.state}; only one in review can be changed or approved.`,
  );
}

/** A run of which nothing is left in review is done. */
async function finishRun(sql: Sql, ctx: ServiceContext, runId: string): Promise<void> {
  const run = await findSettlementRun(sql, runId);
  if (run?.state !== 'review' && run?.state !== 'partly') return;
  const isLeft = (await hasPayouts(sql, runId, 'review')) || (await hasPayouts(sql, runId, 'preparing'));
  if (isLeft) return;
  await updateSettlementRun(sql, runId, { state: 'done', finishedAt: ctx.now });
  await appendEvent(sql, ctx.actor.operatorId, {
    ...{ type: 'settlement-run.done', entityType: 'settlement_run', entityId: runId },
    payload: { settlementRun: runId },
  });
}
