import { findPayingAccount, readBookkeeper, readOpenItems } from '@/lib/db/open-items';
import { findMatches } from '@/lib/db/payment-matches';
import { findAlike, findPayment } from '@/lib/db/payments';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { planOn } from '@/lib/services/payments/put-on-bills';
import { readAmount } from '@/lib/services/payments/read-amount';

export type PaymentPreview = {
  account: { id: string; number: string; name: string; currency: string };
  currency: string;
  bills: { id: string; number: string; dueOn: string; open: string; pays: string; left: string }[];
  credit: string;
  /** Payments of the account with the very amount, from the last days: it may be one of them, told again. */
  alike: { id: string; receivedOn: string; reference: string }[];
};

/** What a payment that is not recorded yet would pay, by the rule that records it. Writes nothing. Fails: `not_found`, and as `readAmount`. */
export async function previewPayment(
  ctx: ServiceContext,
  input: { billingAccount: string; amount: string; currency?: string | undefined },
): Promise<PaymentPreview> {
  authorise(ctx, 'payment.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findPayingAccount(sql, input.billingAccount);
    if (!account) throw notFound('The billing account');
    const currency = input.currency ?? account.currency;
    const amountMinor = readAmount(input.amount, currency);
    const { today } = await readBookkeeper(sql, ctx.actor.operatorId, ctx.now);
    const items = (await readOpenItems(sql, account.id)).filter((item) => item.currency === currency);
    const plan = planOn(items, amountMinor < 0n ? 0n : amountMinor);
    const paysOf = new Map(plan.allocations.map((part) => [part.billId, part.amountMinor]));
    const money = moneyOf(currency);
    const { id, number, name } = account;
    return {
      account: { id, number, name, currency: account.currency },
      currency,
      bills: items.flatMap(({ billId, number: billNumber, dueOn, openMinor }) => {
        const pays = paysOf.get(billId) ?? 0n;
        const amounts = { open: money(openMinor), pays: money(pays), left: money(openMinor - pays) };
        return openMinor > 0n ? [{ id: billId, number: billNumber, dueOn, ...amounts }] : [];
      }),
      credit: money(plan.creditMinor),
      alike: await findAlike(sql, { billingAccountId: account.id, currency, amountMinor }, today),
    };
  });
}

export type MatchSuggestion = {
  account: { id: string; number: string; name: string; customer: string };
  open: string;
  reasons: ('reference' | 'payer' | 'amount')[];
};

/** Whose an unmatched payment may be, the likeliest first. Fails: `not_found`. */
export async function suggestMatches(ctx: ServiceContext, paymentId: string): Promise<MatchSuggestion[]> {
  authorise(ctx, 'payment.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const payment = await findPayment(sql, paymentId);
    if (!payment) throw notFound('The payment');
    const money = moneyOf(payment.currency);
    return (await findMatches(sql, payment)).map(({ account, openMinor, ...by }) => ({
      ...{ account, open: money(openMinor) },
      reasons: [
        ...(by.byReference ? (['reference'] as const) : []),
        ...(by.byPayer ? (['payer'] as const) : []),
        ...(by.byAmount ? (['amount'] as const) : []),
      ],
    }));
  });
}
