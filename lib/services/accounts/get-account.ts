import { type AccountRow, findAccount, type ListedDiscountRow, listDiscounts } from '@/lib/db/accounts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AccountView = AccountRow & { discounts: DiscountView[] };

/** `amount` is in the account's currency. Who bears a discount is between the operator and its partners: null for a customer. */
export type DiscountView = Omit<ListedDiscountRow, 'amountMinor' | 'borneBy' | 'bearers'> & {
  amount: string | null;
  bearing: Pick<ListedDiscountRow, 'borneBy' | 'bearers'> | null;
};

/** One billing account by id or number. Fails: `not_found`, also for another customer's. */
export async function getAccount(ctx: ServiceContext, idOrNumber: string): Promise<AccountView> {
  authorise(ctx, 'account.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findAccount(sql, idOrNumber);
    if (!account) throw notFound('The billing account');
    const discounts = await listDiscounts(sql, account.id);
    const isOperator = ctx.actor.audience === 'operator';
    return {
      ...account,
      discounts: discounts.map((row) => toDiscountView(row, account.currency, isOperator)),
    };
  });
}

function toDiscountView(
  { amountMinor, borneBy, bearers, ...row }: ListedDiscountRow,
  currency: string,
  isOperator: boolean,
): DiscountView {
  if (!isCurrency(currency)) throw new Error(`An account is in ${currency}, which is no currency.`);
  const amount = amountMinor === null ? null : formatMinor(amountMinor, currency);
  return { ...row, amount, bearing: isOperator ? { borneBy, bearers } : null };
}
