import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { bookJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import { findOperator } from '@/lib/db/operators';
import { takeEntries } from '@/lib/db/payout-preparation';
import { addPreparer } from '@/lib/db/payouts';
import { actorId } from '@/lib/domain/access/actor';
import { postFromPayable } from '@/lib/domain/ledger/post-payout';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { changePayout } from '@/lib/services/payouts/change-payout';
import type { PayoutView } from '@/lib/services/payouts/payout-view';
import { requireBounded } from '@/lib/services/require-bounded';
import { computePayouts } from '@/lib/services/settlement-runs/compute-payouts';

export type Adjustment = { amount: string; reason: string };

/**
 * Adds a row to a payout in review that a person answers for: below zero takes something off. The operator's revenue is the other side. When
 * the payout is cancelled the row stays open for the next one. Fails: `invalid_amount`, `amount_too_large`, `not_found`, `wrong_state`.
 */
export const adjustPayout = (
  ctx: ServiceContext,
  payoutId: string,
  { amount, reason }: Adjustment,
): Promise<PayoutView> =>
  changePayout(ctx, 'payout.manage', payoutId, async (sql, payout) => {
    const currency = currencyOf(payout.currency);
    const given = parseMoney(amount, currency);
    if (given === null || given.amountMinor === 0n) {
      throw invalid('invalid_amount', 'amount', `Write an amount of ${currency} other than zero.`);
    }
    requireBounded(given.amountMinor);
    const operator = (await findOperator(sql))!;
    const sourceId = newId();
    await bookJournal(sql, ctx.actor.operatorId, {
      billingAccountId: NO_ACCOUNT,
      ...{ event: 'payout.adjusted', sourceId, bookedOn: payout.throughOn },
      details: { payout: payoutId, reason, by: ctx.actor.name },
      postings: postFromPayable(
        { partyId: payout.party.id, currency },
        { account: 'operator_revenue', partyId: operator.partyId },
        -given.amountMinor,
      ),
    });
    await addPreparer(sql, payoutId, actorId(ctx.actor));
    await takeEntries(sql, [payoutId]);
    await computePayouts(sql, ctx, [payoutId]);
    await appendAudit(sql, ctx.actor, {
      action: 'payout.adjusted',
      entityType: 'payout',
      entityId: payoutId,
      before: { amountMinor: String(payout.amountMinor) },
      after: { adjustment: sourceId, amount, reason },
    });
  });
