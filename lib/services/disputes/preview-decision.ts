import { listNextPayouts } from '@/lib/db/dispute-money';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { PartyPosition } from '@/lib/domain/settlement/bill-position';
import { wholeShare } from '@/lib/domain/settlement/bill-position';
import { conflict } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { acceptedOf } from '@/lib/services/disputes/answer-dispute';
import type { DecisionInput } from '@/lib/services/disputes/decide-dispute';
import { stakesOf } from '@/lib/services/disputes/dispute-stakes';
import { requireDispute } from '@/lib/services/disputes/require-dispute';

type Change = { before: string; after: string };

/** What a decision would do: decimal text in the currency of the bill. */
export type DecisionPreview = {
  currency: string;
  /** What the customer is credited. */
  credit: { net: string; tax: string; gross: string };
  /** What of it is the customer's credit again, because it is paid; the rest lowers what is open. */
  backToCredit: string;
  open: Change;
  operatorRevenue: Change;
  parties: { party: string; partyName: string; share: Change; held: Change; nextPayout: Change }[];
};

/** Shows what a decision on a dispute would do to everybody's money, and does nothing. Fails as `decideDispute` does. */
export async function previewDecision(
  ctx: ServiceContext,
  id: string,
  input: Pick<DecisionInput, 'decision' | 'amount'>,
): Promise<DecisionPreview> {
  authorise(ctx, 'dispute.decide');
  const dispute = await requireDispute(ctx, id);
  if (dispute.decidedAt !== null)
    throw conflict('already_decided', 'This dispute is decided already, and stays decided.');
  const acceptedMinor = acceptedOf(dispute, { answer: input.decision, amount: input.amount });
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { before, after, credit } = await stakesOf(sql, dispute, acceptedMinor);
    const money = moneyOf(dispute.currency);
    const change = (was: bigint, now: bigint) => ({ before: money(was), after: money(now) });
    const moved = [...before.parties].filter(([partyId, was]) => isMoved(was, after.parties.get(partyId)!));
    const payouts = await listNextPayouts(
      sql,
      moved.map(([partyId]) => partyId),
      dispute.currency,
    );
    return {
      currency: dispute.currency,
      credit: { net: money(credit.netMinor), tax: money(credit.taxMinor), gross: money(credit.totalMinor) },
      backToCredit: money(before.collectedMinor - after.collectedMinor),
      open: change(before.receivableMinor, after.receivableMinor),
      operatorRevenue: change(before.operatorRevenueMinor, after.operatorRevenueMinor),
      parties: payouts.map(({ partyId, slug, name, payableMinor }) => {
        const [was, now] = [before.parties.get(partyId)!, after.parties.get(partyId)!];
        return {
          ...{ party: slug, partyName: name },
          share: change(wholeShare(was), wholeShare(now)),
          held: change(was.heldMinor, now.heldMinor),
          nextPayout: change(payableMinor, payableMinor + now.payableMinor - was.payableMinor),
        };
      }),
    };
  });
}

const isMoved = (was: PartyPosition, now: PartyPosition): boolean =>
  was.payableMinor !== now.payableMinor ||
  was.heldMinor !== now.heldMinor ||
  wholeShare(was) !== wholeShare(now);
