import type { ListQuery, Page } from '@/lib/db/keyset';
import { listReversals, type ReversalRow } from '@/lib/db/payment-reversals';
import { listPayments as listRows, type PaymentSum, sumPayments } from '@/lib/db/payments';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { can } from '@/lib/domain/access/permissions';
import { compactAccount, maskedAccount } from '@/lib/domain/settlement/iban';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PaymentView, paymentView, readPayment } from '@/lib/services/payments/payment-view';

/** Payments, what came last first; a customer sees those of its own accounts. */
export async function listPayments(ctx: ServiceContext, query: ListQuery): Promise<Page<PaymentView>> {
  authorise(ctx, 'payment.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, query));
  return { ...page, data: page.data.map((row) => withMaskedPayer(ctx, paymentView(row))) };
}

/** Whose account money came from is for who works with payments; any other reader recognises it by its end. */
function withMaskedPayer(ctx: ServiceContext, view: PaymentView): PaymentView {
  const iban = view.payer?.iban;
  if (!iban || can(ctx.actor, 'payment.manage')) return view;
  return { ...view, payer: { name: view.payer?.name ?? null, iban: maskedAccount(compactAccount(iban)) } };
}

export type PaymentTotal = { currency: string; payments: number; amount: string; unmatched: string };

/** What the payments of a filter come to, by currency. */
export async function totalPayments(
  ctx: ServiceContext,
  query: Pick<ListQuery, 'q' | 'filters'>,
): Promise<PaymentTotal[]> {
  authorise(ctx, 'payment.read');
  const sums = await withTenantSql(scopeOf(ctx.actor), (sql) => sumPayments(sql, query));
  return sums.map(({ currency, payments, amountMinor, unmatchedMinor }: PaymentSum) => ({
    ...{ currency, payments },
    ...{ amount: moneyOf(currency)(amountMinor), unmatched: moneyOf(currency)(unmatchedMinor) },
  }));
}

export type ReversalView = Omit<ReversalRow, 'amountMinor' | 'paymentId' | 'sourceKey'> & { amount: string };

/** Fails: `not_found`. */
export async function getPayment(
  ctx: ServiceContext,
  id: string,
): Promise<PaymentView & { reversals: ReversalView[] }> {
  authorise(ctx, 'payment.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const payment = withMaskedPayer(ctx, await readPayment(sql, id));
    const reversals = await listReversals(sql, id);
    const money = moneyOf(payment.currency);
    return {
      ...payment,
      reversals: reversals.map(({ amountMinor, paymentId: _, sourceKey: __, recordedBy, ...row }) => ({
        ...row,
        recordedBy: recordedBy.slice(recordedBy.indexOf(' ') + 1),
        amount: money(amountMinor),
      })),
    };
  });
}
