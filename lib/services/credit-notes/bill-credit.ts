import { findBillToCredit, listLinesToCredit } from '@/lib/db/credit-notes';
import { findOpenItem } from '@/lib/db/open-items';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { familyParts } from '@/lib/domain/billing/credit-note/credit-parts';
import { isOpenNothing, leftOf, lineFamilies } from '@/lib/domain/billing/credit-note/line-family';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { seenBy } from '@/lib/services/payments/seen-item';

/** Where an issued bill's money stands; amounts with tax. */
export type BillBalance = {
  currency: string;
  total: string;
  credited: string;
  collected: string;
  writtenOff: string;
  disputed: string;
  open: string;
};

/** What became of an issued bill since; null while it is a draft. */
export async function getBillBalance(ctx: ServiceContext, billId: string): Promise<BillBalance | null> {
  authorise(ctx, 'bill.read');
  const item = await withTenantSql(scopeOf(ctx.actor), (sql) => findOpenItem(sql, billId));
  if (!item) return null;
  const row = seenBy(ctx.actor, item);
  const money = moneyOf(row.currency);
  return {
    currency: row.currency,
    total: money(row.totalMinor),
    credited: money(row.creditedMinor),
    collected: money(row.collectedMinor),
    writtenOff: money(row.writtenOffMinor),
    disputed: money(row.disputedMinor),
    open: money(row.openMinor),
  };
}

export type CreditableLineView = {
  lineId: string;
  description: string;
  amount: string;
  /** What is neither credited nor disputed. */
  left: string;
  /** What of that the customer really paid: less what goes along of its discounts. */
  leftNet: string;
  isDisputed: boolean;
};

/**
 * The lines of an issued bill of which something is left to credit, in the order of the bill; of what cost nothing, those that somebody has a
 * share in. Fails: `not_found`.
 */
export async function listCreditableLines(
  ctx: ServiceContext,
  billId: string,
): Promise<CreditableLineView[]> {
  authorise(ctx, 'credit-note.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const bill = await findBillToCredit(sql, billId);
    if (!bill) throw notFound('The bill');
    const lines = await listLinesToCredit(sql, { billingAccountId: bill.billingAccountId, billId });
    const money = moneyOf(bill.currency);
    return lineFamilies(lines).flatMap((family) => {
      const { root } = family;
      const left = leftOf(root);
      if (left <= 0n && !isOpenNothing(root)) return [];
      const net = familyParts(family, left).reduce((sum, part) => sum + part.amountMinor, 0n);
      return [
        {
          ...{ lineId: root.lineId, description: root.description, amount: money(root.amountMinor) },
          ...{ left: money(left), leftNet: money(net), isDisputed: root.disputedMinor !== 0n },
        },
      ];
    });
  });
}
