import { type AccountRow, type DiscountRow, findAccount, listDiscounts } from '@/lib/db/accounts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AccountView = AccountRow & { discounts: DiscountView[] };

/** `amount` is in the account's currency. */
export type DiscountView = Omit<DiscountRow, 'amountMinor'> & { amount: string | null };

/** One billing account by id or number. Fails: `not_found`, also for another customer's. */
export async function getAccount(ctx: ServiceContext, idOrNumber: string): Promise<AccountView> {
  authorise(ctx, 'account.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findAccount(sql, idOrNumber);
    if (!account) throw notFound('The billing account');
    const discounts = await listDiscounts(sql, account.id);
    return { ...account, discounts: discounts.map((row) => toDiscountView(row, account.currency)) };
  });
}

function toDiscountView({ amountMinor, ...row }: DiscountRow, currency: string): DiscountView {
  if (!isCurrency(currency)) throw new Error(`An account is in ${currency}, which is no currency.`);
  return { ...row, amount: amountMinor === null ? null : formatMinor(amountMinor, currency) };
}
