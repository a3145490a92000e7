import { readUsageEvents } from '@/lib/db/billing-inputs';
import { readReference } from '@/lib/db/billing-reference';
import {
  findComparedBill,
  readComparedProducts,
  readComparedTotals,
  readPartnerSides,
  readPriceVersions,
} from '@/lib/db/compared-usage';
import { addBillIssues, type NewDifference, saveComparison, sumDifferences } from '@/lib/db/differences';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import { compareRating } from '@/lib/domain/billing/partner-bill/compare-rating';
import { decimalOfMinor } from '@/lib/domain/billing/partner-bill/comparison-input';
import { isCurrency } from '@/lib/domain/money/currency';
import { decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { billingReference } from '@/lib/services/bill-runs/billing-reference';
import {
  type ComparedUsage,
  componentsOf,
  needsSingleEvents,
} from '@/lib/services/differences/compared-components';
import { partnerSide, viewPartnerSide } from '@/lib/services/differences/partner-side';
import { groupBy } from '@/lib/services/group-by';

/**
 * Holds a partner's bill against the hub's own rating of the usage it holds, account by account and offering by offering, and writes what
 * comes of it; a difference beyond the agreement's tolerance is the warning `usage_difference` on the bill. Only offerings that are billed by
 * the partner are compared. A rejected or replaced bill has no comparison. The caller holds the partner's lock, in the operator's scope.
 */
export async function comparePartnerBill(sql: Sql, operatorId: string, id: string): Promise<void> {
  const bill = await findComparedBill(sql, id);
  if (!bill) return;
  const stands = bill.state !== 'rejected' && bill.state !== 'replaced';
  const products = stands ? await readComparedProducts(sql, bill) : [];
  if (products.length === 0) return;

  const reference = billingReference(await readReference(sql, bill.cycleId));
  const period = { from: civilDate(bill.periodFrom), to: civilDate(bill.periodTo) };
  const totals = await readComparedTotals(
    sql,
    bill,
    products.map((product) => product.id),
  );
  const byEvent = products.filter((product) => needsSingleEvents(product, reference));
  const events =
    byEvent.length === 0
      ? []
      : await readUsageEvents(
          sql,
          byEvent.map(({ id: productId, billingAccountId }) => ({ productId, billingAccountId })),
          bill.periodFrom,
        );
  const usage: ComparedUsage = {
    totals: groupBy(totals, ({ productId }) => productId),
    events: groupBy(events, ({ productId }) => productId),
    versions: await readPriceVersions(sql, [...new Set(products.map(({ offeringId }) => offeringId))]),
  };
  const accountIds = [...new Set(products.map(({ billingAccountId }) => billingAccountId))];
  const sides = groupBy(
    await readPartnerSides(sql, bill, accountIds),
    ({ billingAccountId }) => billingAccountId,
  );

  const differences: NewDifference[] = [];
  for (const ofBoth of groupBy(
    products,
    (product) => `${product.billingAccountId} ${product.offeringId}`,
  ).values()) {
    const { billingAccountId, offeringId, currency, country } = ofBoth[0]!;
    const offering = reference.offerings.get(offeringId);
    if (!offering || !isCurrency(currency)) continue;
    const rows = sides.get(billingAccountId) ?? [];
    const partner = partnerSide(rows, offeringId, currency);
    const components = ofBoth.flatMap((product) => componentsOf(product, currency, period, usage, reference));
    if (components.length === 0) continue;
    const rates = reference.taxRates.filter(
      (rate) => rate.country === country && rate.productTaxClass === offering.taxClass,
    );
    const compared = compareRating({
      currency,
      period,
      components,
      partner,
      taxRatesPpm: [...new Set(rates.map(({ ratePpm }) => ratePpm))],
      tolerancePercent: decimal(bill.tolerancePercent),
    });
    differences.push({
      id: newId(),
      billingAccountId,
      offeringId,
      currency,
      hubAmount: formatDecimal(decimalOfMinor(compared.hubMinor, currency)),
      partnerAmount: formatDecimal(partner.amount),
      difference: formatDecimal(compared.difference),
      cause: compared.causes[0]!.code,
      withinTolerance: compared.withinTolerance,
      detail: {
        causes: compared.causes,
        hub: compared.lines.map(({ name, unit, line }) => ({
          name,
          unit,
          quantity: formatDecimal(line.quantity),
          amount: formatDecimal(decimalOfMinor(line.amountMinor, currency)),
          steps: line.steps,
        })),
        partner: viewPartnerSide(rows, offeringId),
      },
    });
  }
  const changes = totals
    .filter(({ periodFrom }) => periodFrom === bill.periodFrom)
    .reduce((sum, { changeCount }) => sum + changeCount, 0n);
  await saveComparison(sql, operatorId, bill, changes, differences);
  await tellDifferences(sql, operatorId, bill.id, bill.tolerancePercent);
}

/** One warning a currency, with what is beyond the tolerance. */
async function tellDifferences(sql: Sql, operatorId: string, id: string, tolerance: string): Promise<void> {
  const percent = formatDecimal(decimal(tolerance));
  const issues = (await sumDifferences(sql, id)).flatMap((total) => {
    if (total.beyondCount === 0) return [];
    const message = `${total.beyondCount} of ${total.rowCount} accounts with usage here differ from our own rating by more than ${percent} %, by ${total.beyond} ${total.currency} in all. Open the differences to see why, then accept the bill or ask the partner.`;
    return [
      {
        code: 'usage_difference',
        severity: 'warning',
        path: `totals.${total.currency}`,
        message,
        amountAtStake: total.beyond,
        currency: total.currency,
        lineCount: 0,
      },
    ];
  });
  await addBillIssues(sql, operatorId, id, issues);
}
