import { findAccount } from '@/lib/db/accounts';
import { type CycleRow, findCycleOfPeriod, readReference } from '@/lib/db/billing-reference';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { type Scope, scopeOf } from '@/lib/domain/access/actor';
import type { BillDraft, BillLine, BillSection } from '@/lib/domain/billing/bill-draft';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { formatExact } from '@/lib/domain/money/exact';
import type { Issue } from '@/lib/domain/money/issue';
import { civilDate } from '@/lib/domain/period/civil-date';
import { type CycleFrequency, cyclePeriodContaining } from '@/lib/domain/period/cycle';
import type { Period } from '@/lib/domain/period/period';
import { civilDateAt } from '@/lib/domain/period/zone';
import { sumByParty } from '@/lib/domain/settlement/compute-bill-shares';
import { notFound } from '@/lib/errors';
import { type AccountBill, billAccount } from '@/lib/services/bill-runs/bill-account';
import { type BillingReference, billingReference } from '@/lib/services/bill-runs/billing-reference';
import { loadInputs } from '@/lib/services/bill-runs/load-inputs';
import { moneyOf, percentOf } from '@/lib/services/bills/bill-money';
import type { BillLineDetail, BillTaxDetail, PartyAmount } from '@/lib/services/bills/get-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';

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
 * whole. Computed by the very code of the bill run. Fails: `not_found`.
 */
export async function currentBill(ctx: ServiceContext, accountIdOrNumber: string): Promise<CurrentBill> {
  authorise(ctx, 'account.read');
  const account = await withTenantSql(scopeOf(ctx.actor), (sql) => findAccount(sql, accountIdOrNumber));
  if (!account) throw notFound('The billing account');
  const { id, number, name, currency, cycleSpec } = account;
  const frequency = cycleSpec.frequency as CycleFrequency;
  const rhythm = { frequency, anchorOn: civilDate(cycleSpec.anchorOn), timeZone: cycleSpec.timeZone };
  const { n, period } = cyclePeriodContaining(rhythm, civilDateAt(ctx.now, cycleSpec.timeZone));

  // A customer may see its bill, not the agreements and rates it is computed from: those are read for the operator.
  const whole: Scope = { operatorId: ctx.actor.operatorId, partnerId: null, customerId: null };
  const { bill, reference } = await withTenantSql(whole, async (sql) => {
    const cycle = await findCycleOfPeriod(sql, cycleSpec.id, n);
    return computeBill(sql, id, period, cycle);
  });
  const money = moneyOf(currency);
  const { draft } = bill;
  return {
    billingAccount: { id, number, name },
    period,
    asOf: ctx.now,
    currency,
    net: money(draft?.netMinor ?? 0n),
    tax: money(draft?.taxMinor ?? 0n),
    total: money(draft?.totalMinor ?? 0n),
    isComplete: !bill.issues.some(isHindrance),
    sections: draft?.sections.map((section) => sectionOf(section, currency, reference)) ?? [],
    taxes: draft?.taxes.map((tax) => taxOf(tax, money, reference)) ?? [],
    books: ctx.actor.audience === 'operator' ? booksOf(bill, money, reference) : null,
  };
}

async function computeBill(sql: Sql, accountId: string, period: Period, cycle: CycleRow | null) {
  const reference = billingReference(await readReference(sql, period), period);
  const cycleId = cycle?.id ?? null;
  const inputs = await loadInputs(sql, [accountId], { cycleId, ...period }, reference, { lock: false });
  return { bill: billAccount(inputs[0]!, { cycleId, period }, reference), reference };
}

/** Before the period is over nobody's bill is late, and usage may still come. */
const isHindrance = ({ severity, code }: Issue) => severity === 'error' && code !== 'missing_partner_bill';

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
