import { updateDispute } from '@/lib/db/disputes';
import { AppError } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type DisputeView, disputeView } from '@/lib/services/disputes/dispute-view';
import { nextState } from '@/lib/services/disputes/next-state';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { releaseDisputed } from '@/lib/services/disputes/release-disputed';
import { changingDispute } from '@/lib/services/disputes/require-dispute';

/** Takes a dispute back, by the side that raised it: what was held is due again. Fails: `not_found`, `forbidden`, `already_decided`. */
export async function withdrawDispute(ctx: ServiceContext, id: string, words: string): Promise<DisputeView> {
  authorise(ctx, 'dispute.raise');
  return changingDispute(ctx, id, async (sql, dispute) => {
    if (dispute.raisedBy !== ctx.actor.audience) {
      throw new AppError(
        'forbidden',
        'not_raised_by_you',
        'Only the side that raised a dispute can withdraw it.',
      );
    }
    const state = nextState(dispute.state, 'withdraw');
    await releaseDisputed(sql, ctx, dispute);
    const change = { state, acceptedMinor: 0n, decidedAt: ctx.now };
    await updateDispute(sql, dispute.id, change);
    const withdrawn = { ...dispute, ...change };
    await recordDispute(sql, ctx, withdrawn, {
      type: 'dispute.withdrawn',
      entry: { kind: 'withdrawn', words },
      before: { state: dispute.state },
      after: { state },
    });
    return disputeView(withdrawn, ctx.now);
  });
}
