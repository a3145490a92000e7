import { findAccount, insertDiscount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { withTenant, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, parseDecimal } from '@/lib/domain/money/decimal';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type DiscountInput = {
  billingAccountId: string;
  name: string;
  /** Per cent of the lines it covers, above 0 and up to 100. Give this or `amount`. */
  percent?: string;
  /** In the account's currency, per bill. */
  amount?: string;
  /** Only that supplier's lines; null is all lines. */
  supplierId?: string | null;
  validFrom: string;
  validTo?: string | null;
};

/** A pre-tax discount on an account's bills. Fails: `not_found`, `one_of_percent_and_amount`, `invalid_percent`, `invalid_amount`. */
export async function createDiscount(ctx: ServiceContext, input: DiscountInput): Promise<{ id: string }> {
  authorise(ctx, 'account.manage');
  const scope = scopeOf(ctx.actor);
  const account = await withTenantSql(scope, (sql) => findAccount(sql, input.billingAccountId));
  if (!account) throw notFound('The account');
  const value = readValue(input, account.currency);
  const { name, supplierId = null, validFrom, validTo = null } = input;
  const discount = { id: newId(), name, ...value, supplierId, validFrom, validTo };
  await withTenant(scope, async (tx) => {
    await insertDiscount(tx, ctx.actor.operatorId, account.id, discount);
    await appendAudit(tx, ctx.actor, {
      action: 'discount.created',
      entityType: 'account_discount',
      entityId: discount.id,
      after: { ...discount, amountMinor: value.amountMinor?.toString() ?? null },
    });
  });
  return { id: discount.id };
}

function readValue(
  { percent, amount }: DiscountInput,
  currency: string,
): { percent: string | null; amountMinor: bigint | null } {
  if ((percent === undefined) === (amount === undefined)) {
    throw invalid(
      'one_of_percent_and_amount',
      'percent',
      'A discount is a percentage or an amount, one of them.',
    );
  }
  if (percent !== undefined) {
    const value = parseDecimal(percent);
    if (value === null || value <= 0n || value > 100n * DECIMAL_ONE) {
      throw invalid('invalid_percent', 'percent', 'A percentage is above 0 and at most 100.');
    }
    return { percent, amountMinor: null };
  }
  const money = isCurrency(currency) ? parseMoney(amount!, currency) : null;
  if (money === null || money.amountMinor <= 0n) {
    throw invalid('invalid_amount', 'amount', `An amount is above 0 and has the decimals of ${currency}.`);
  }
  return { percent: null, amountMinor: money.amountMinor };
}
