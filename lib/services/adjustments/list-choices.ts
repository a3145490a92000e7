import { findAccount } from '@/lib/db/accounts';
import { type AdjustableProductRow, findAdjustableLine, listAdjustableProducts } from '@/lib/db/adjustments';
import { listTaxClasses } from '@/lib/db/tax-code-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { civilDateAt } from '@/lib/domain/period/zone';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AdjustmentChoices = {
  account: { id: string; number: string; currency: string; timeZone: string };
  /** Where the account is. */
  today: string;
  products: readonly AdjustableProductRow[];
  taxClasses: readonly string[];
};

/** What a person may choose from for an adjustment of an account (id or number). Fails: `not_found`. */
export async function listAdjustmentChoices(
  ctx: ServiceContext,
  billingAccount: string,
): Promise<AdjustmentChoices> {
  authorise(ctx, 'adjustment.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findAccount(sql, billingAccount);
    if (!account) throw notFound('The billing account');
    const { id, number, currency, timeZone } = account;
    return {
      account: { id, number, currency, timeZone },
      today: civilDateAt(ctx.now, timeZone),
      products: await listAdjustableProducts(sql, id),
      taxClasses: (await listTaxClasses(sql)).map(({ taxClass }) => taxClass),
    };
  });
}

export type LineToAdjust = {
  id: string;
  description: string;
  bill: string;
  isPartners: boolean;
  taxClass: string;
  period: { from: string; to: string };
};

/** A line of that issued bill, for the form; null when there is none. */
export async function findLineToAdjust(
  ctx: ServiceContext,
  { billId, lineId }: { billId: string; lineId: string },
): Promise<LineToAdjust | null> {
  authorise(ctx, 'adjustment.manage');
  const line = await withTenantSql(scopeOf(ctx.actor), (sql) => findAdjustableLine(sql, lineId));
  if (line?.billId !== billId) return null;
  const { id, description, billNumber: bill, supplierRole, taxClass, periodFrom, periodTo } = line;
  const isPartners = supplierRole !== 'operator';
  return { id, description, bill, isPartners, taxClass, period: { from: periodFrom, to: periodTo } };
}
