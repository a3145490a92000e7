import { findSessionOfPayment } from '@/lib/db/payment-sessions';
import { findRefund } from '@/lib/db/refunds';
import { withTenantSql } from '@/lib/db/tenant';
import { ProviderError } from '@/lib/integrations/payment-provider/port';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { openProvider } from '@/lib/services/payment-methods/provider-secrets';
import { settleRefund } from '@/lib/services/refunds/settle-refund';

/**
 * Asks the provider that took a payment to give a refund back; its event says when that is done. Asked again it is the same refund there.
 * A provider that does not answer is asked again by the job's retries; one that refuses fails the refund, and the money is credit again.
 */
export async function sendRefund(ctx: ServiceContext, id: string): Promise<void> {
  authorise(ctx, 'refund.manage');
  const found = await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const refund = await findRefund(sql, id);
    // One that names an account leaves by bank.
    if (refund?.state !== 'requested' || refund.paymentId === null || refund.payee !== null) return null;
    const session = await findSessionOfPayment(sql, refund.paymentId);
    const provider = session && (await openProvider(sql, session.methodId));
    return provider && session?.providerRef ? { refund, provider, providerRef: session.providerRef } : null;
  });
  if (!found) return;
  const { refund, provider, providerRef } = found;
  const amount = moneyOf(refund.currency)(refund.amountMinor);
  try {
    await provider.refund({ reference: refund.id, providerRef, amount, currency: refund.currency });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.code === 'not_reachable') throw error;
    await settleRefund(ctx, id, { state: 'failed', on: null, failure: error.message });
  }
}
