import { appendAudit } from '@/lib/db/audit';
import { lockRefund, type RefundPayee, savePayee } from '@/lib/db/refunds';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { withBooks } from '@/lib/services/receivables/with-books';
import { type RefundView, readRefund } from '@/lib/services/refunds/refund-view';
import { requirePerson } from '@/lib/services/require-person';

/**
 * Says to which account a refund by bank transfer goes, while it waits; on record, without the number. By a person, who then does not send it.
 * Fails: `person_needed`, `not_found`, `refund_ended`, `payee_not_used`, `by_provider`.
 */
export async function setRefundPayee(
  ctx: ServiceContext,
  id: string,
  payee: RefundPayee,
): Promise<RefundView> {
  authorise(ctx, 'refund.manage');
  requirePerson(ctx);
  return withBooks(ctx.actor, async (sql) => {
    const refund = await lockRefund(sql, id);
    if (!refund) throw notFound('The refund');
    if (refund.state !== 'requested') {
      throw conflict('refund_ended', `This refund is ${refund.state} already, so its account stays.`);
    }
    if (refund.method !== 'bank_transfer') {
      throw conflict('payee_not_used', 'Only a bank transfer goes to an account.');
    }
    if (refund.byProvider) {
      throw conflict('by_provider', 'The provider that took the payment gives it back. Let that fail first.');
    }
    await savePayee(sql, id, payee, actorName(ctx.actor));
    const named = await readRefund(sql, id);
    const told = { action: 'refund.payee-set', entityType: 'refund', entityId: id };
    const before = refund.payee && { payee: refund.payee.name };
    await appendAudit(sql, ctx.actor, { ...told, before, after: named.payee });
    return named;
  });
}
