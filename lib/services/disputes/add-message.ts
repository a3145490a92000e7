import { can } from '@/lib/domain/access/permissions';
import { AppError, conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { abilitiesOf } from '@/lib/services/disputes/dispute-view';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { changingDispute } from '@/lib/services/disputes/require-dispute';

/** Says something in a dispute; all its sides read it, and nobody can take it back. Fails: `not_found`, `already_decided`. */
export async function addMessage(ctx: ServiceContext, id: string, words: string): Promise<{ id: string }> {
  requireWriter(ctx);
  return changingDispute(ctx, id, async (sql, dispute) => {
    requireOpen(abilitiesOf(ctx.actor, dispute).write);
    await recordDispute(sql, ctx, dispute, {
      type: 'dispute.message-added',
      entry: { kind: 'message', words },
    });
    return { id: dispute.id };
  });
}

/** Whoever may raise or answer may speak. */
export function requireWriter(ctx: ServiceContext): void {
  authorise(ctx, 'dispute.read');
  if (can(ctx.actor, 'dispute.raise') || can(ctx.actor, 'dispute.answer')) return;
  throw new AppError('forbidden', 'forbidden', 'Your role does not allow this.');
}

export function requireOpen(isOpen: boolean): void {
  if (!isOpen) throw conflict('already_decided', 'This dispute is decided, and its file is closed.');
}
