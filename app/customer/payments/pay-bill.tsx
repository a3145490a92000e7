import type { ReactNode } from 'react';
import { startPaying } from '@/app/customer/payments/actions';
import { isZeroAmount } from '@/components/money/amount';
import { PayButton } from '@/components/payment/pay-button';
import { can } from '@/lib/domain/access/permissions';
import type { RequestContext } from '@/lib/http/request-context';
import { listMethods } from '@/lib/services/payment-methods/save-method';
import { getBillMoney } from '@/lib/services/payments/get-bill-money';

type Bill = { id: string; number: string | null; billingAccount: { number: string } };

/** The button of an issued bill of which something is open, for who may pay. */
export async function PayBill({ ctx, bill }: { ctx: RequestContext; bill: Bill }): Promise<ReactNode> {
  if (bill.number === null || !can(ctx.actor, 'payment.pay')) return null;
  const [money, methods] = await Promise.all([getBillMoney(ctx, bill.id), listMethods(ctx)]);
  if (!money || isZeroAmount(money.open) || money.open.startsWith('-')) return null;
  return (
    <PayButton
      account={bill.billingAccount.number}
      bill={{ id: bill.id, number: bill.number }}
      open={money.open}
      currency={money.currency}
      methods={methods}
      start={startPaying}
    />
  );
}
