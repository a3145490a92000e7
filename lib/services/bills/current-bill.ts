import { findAccount } from '@/lib/db/accounts';
import { planByKeys } from '@/lib/db/plan-by-keys';
import { findProductNames } from '@/lib/db/products';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { BillDraft, BillLine, BillSection } from '@/lib/domain/billing/bill-draft';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { formatExact } from '@/lib/domain/money/exact';
import type { Issue } from '@/lib/domain/money/issue';
import type { Period } from '@/lib/domain/period/period';
import { sumByParty } from '@/lib/domain/settlement/compute-bill-shares';
import { notFound } from '@/lib/errors';
import type { AccountBill } from '@/lib/services/bill-runs/bill-account';
import { type BilledPeriod, billPeriod } from '@/lib/services/bill-runs/billed-period';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { moneyOf, percentOf } from '@/lib/services/bills/bill-money';
import { billsSoFar, isHindrance, netByProduct, openPeriod } from '@/lib/services/bills/bills-so-far';
import type { BillLineDetail, BillTaxDetail, PartyAmount } from '@/lib/services/bills/get-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

export type CurrentBill = {
  billingAccount: { id: string; number: string; name: string };
  period: Period;
  asOf: string;
  currency: string;
  net: string;
  tax: string;
  total: string;
  /** False while something of the account cannot be priced; the amounts are then nought. */
  isComplete: boolean;
  sections: CurrentSection[];
  /** What each product comes to, without tax, its part of the discounts taken off; products without a charge are not here. */
  products: { id: string; name: string; reference: string; net: string }[];
  taxes: BillTaxDetail[];
  /** For the operator alone: what keeps the bill from being computed, and who gets what of it. */
  books: { issues: Issue[]; shares: PartyAmount[] } | null;
};

export type CurrentSection = {
  supplier: string;
  supplierName: string;
  role: BillSection['role'];
  net: string;
  lines: CurrentLine[];
};

export type CurrentLine = Omit<BillLineDetail, 'id' | 'shares'>;

/**
 * The bill so far: what the account's bill of the running period would be if it ended with what is known now, recurring charges
 * whole. Computed by the very code of the bill run. With `part` it is what a bill on demand or a final one would be.
 * Fails: `not_found`.
 */
export async function currentBill(
  ctx: ServiceContext,
  accountIdOrNumber: string,
  part: Pick<BilledPeriod, 'kind' | 'until'> = {},
): Promise<CurrentBill> {
  authorise(ctx, 'account.read');
  const account = await withTenantSql(scopeOf(ctx.actor), (sql) => findAccount(sql, accountIdOrNumber));
  if (!account) throw notFound('The billing account');
  const { id, number, name, currency, cycleSpec } = account;
  // A customer may see its bill, not the agreements and rates it is computed from: those are read for the operator.
  const { bill, products, reference, period } = await withTenantSql(operatorWide(ctx.actor), async (tx) => {
    const sql = await planByKeys(tx);
    const open = { ...(await openPeriod(sql, cycleSpec, ctx.now)), ...part };
    const { bill } = (await billsSoFar(sql, open, [id]))[0]!;
    const products = bill.draft ? await productsOf(sql, id, bill.draft, moneyOf(currency)) : [];
    return { ...open, bill, products };
  });
  const money = moneyOf(currency);
  const { draft } = bill;
  return {
    billingAccount: { id, number, name },
    period: billPeriod({ period, cycleId: null, ...part }),
    asOf: ctx.now,
    currency,
    net: money(draft?.netMinor ?? 0n),
    tax: money(draft?.taxMinor ?? 0n),
    total: money(draft?.totalMinor ?? 0n),
    isComplete: !bill.issues.some(isHindrance),
    sections: draft?.sections.map((section) => sectionOf(section, currency, reference)) ?? [],
    products,
    taxes: draft?.taxes.map((tax) => taxOf(tax, money, reference)) ?? [],
    books: ctx.actor.audience === 'operator' ? booksOf(bill, money, reference) : null,
  };
}

async function productsOf(
  sql: Sql,
  accountId: string,
  draft: BillDraft,
  money: (amountMinor: bigint) => string,
): Promise<CurrentBill['products']> {
  const net = netByProduct(draft);
  const products = await findProductNames(sql, accountId, [...net.keys()]);
  return products.map((product) => ({ ...product, net: money(net.get(product.id)!) }));
}

function sectionOf(section: BillSection, currency: string, { parties }: BillingReference): CurrentSection {
  const money = moneyOf(currency);
  return {
    supplier: parties.get(section.supplierId)!.slug,
    supplierName: section.supplierName,
    role: section.role,
    net: money(section.netMinor),
    lines: section.lines.map((line) => lineOf(line, money)),
  };
}

function lineOf(line: BillLine, money: (amountMinor: bigint) => string): CurrentLine {
  const { kind, description, period, unit, taxCategory, sourceMode: mode, partnerBillId: partnerBill } = line;
  return {
    key: line.lineKey,
    kind,
    description,
    period,
    quantity: line.quantity === null ? null : formatDecimal(line.quantity),
    unit,
    exact: formatExact(line.exact),
    amount: money(line.amountMinor),
    taxCategory,
    taxRatePercent: percentOf(line.taxRatePpm),
    mode,
    partnerBill,
    explanation: [...line.steps],
  };
}

function taxOf(
  tax: BillDraft['taxes'][number],
  money: (amountMinor: bigint) => string,
  { parties }: BillingReference,
): BillTaxDetail {
  const { slug, legalName } = parties.get(tax.sellerId)!;
  return {
    seller: slug,
    sellerName: legalName,
    category: tax.category,
    ratePercent: percentOf(tax.ratePpm),
    base: money(tax.baseMinor),
    amount: money(tax.taxMinor),
    reason: tax.reason,
  };
}

function booksOf(
  { issues, shares }: AccountBill,
  money: (amountMinor: bigint) => string,
  { parties }: BillingReference,
): CurrentBill['books'] {
  return {
    issues: issues.filter(isHindrance),
    shares: [...sumByParty(shares?.lines ?? [])].map(([partyId, amountMinor]) => {
      const { slug, name } = parties.get(partyId)!;
      return { party: slug, partyName: name, amount: money(amountMinor) };
    }),
  };
}
