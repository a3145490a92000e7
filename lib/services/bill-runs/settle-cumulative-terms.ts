import type { BillToIssueRow } from '@/lib/db/bill-issue';
import {
  type CumulativeLineRow,
  lockTermTotals,
  readCumulativeLines,
  replaceLineShares,
  type ShareToWrite,
  saveTermTotals,
} from '@/lib/db/cumulative-terms';
import type { Sql } from '@/lib/db/tenant';
import type { BillLine } from '@/lib/domain/billing/bill-draft';
import type { Currency } from '@/lib/domain/money/currency';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import { isCumulative } from '@/lib/domain/settlement/terms';
import { chainFor } from '@/lib/services/bill-runs/bill-account';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import type { SettlementChain } from '@/lib/services/bill-runs/settlement-chains';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';
import { groupBy } from '@/lib/services/group-by';

/**
 * Gives the lines under cumulative terms (graduated percentages, caps) their final shares. A draft counts from zero, because
 * accounts are computed side by side; here bills come in one order, and each goes on from what the cycle's issued bills have
 * brought the term to. So a period's shares are the term applied to the period's sum, and a bill that is issued later continues.
 */
export async function settleCumulativeTerms(
  sql: Sql,
  cycleId: string,
  bills: readonly BillToIssueRow[],
  reference: BillingReference,
): Promise<void> {
  const settled = cumulativeChains(reference);
  if (settled.offeringIds.length === 0 && settled.agreementIds.length === 0) return;
  const lines = await readCumulativeLines(sql, bills, settled);
  if (lines.length === 0) return;

  const { operatorId } = reference;
  const totals = await lockTermTotals(sql, cycleId);
  const linesOf = groupBy(lines, ({ billId }) => billId);
  const writes: ShareToWrite[] = [];
  for (const bill of bills) {
    const ofBill = linesOf.get(bill.id) ?? [];
    const shares = computeBillShares(
      pseudoDraft(bill, ofBill, reference),
      (line) => chainFor(line, reference).links,
      totals,
    );
    for (const [termId, after] of shares.totals) totals.set(termId, after);
    for (const [index, line] of ofBill.entries()) {
      writes.push(...sharesOf(line, shares.lines[index]!.shares, reference));
    }
  }
  await replaceLineShares(sql, { operatorId, cycleId }, writes);
  await saveTermTotals(sql, operatorId, cycleId, totals);
}

/** Whether shares of this operator depend on the bills issued before. */
export function hasCumulativeTerms(reference: BillingReference): boolean {
  const { offeringIds, agreementIds } = cumulativeChains(reference);
  return offeringIds.length > 0 || agreementIds.length > 0;
}

function cumulativeChains({ offerings, cumulativeAgreementIds: agreementIds }: BillingReference) {
  const counts = ({ links }: SettlementChain) => links.some(({ term }) => isCumulative(term));
  return {
    offeringIds: [...offerings.values()]
      .filter(({ supplies }) => supplies.some(({ chain }) => counts(chain)))
      .map(({ id }) => id),
    agreementIds,
  };
}

/** Only what sharing reads of a line is there. */
function pseudoDraft(
  bill: BillToIssueRow,
  lines: readonly CumulativeLineRow[],
  { operatorPartyId }: BillingReference,
) {
  const shareable = lines.map(
    ({ quantity, periodFrom, periodTo, ...line }) =>
      ({
        ...line,
        period: { from: periodFrom, to: periodTo },
        quantity: quantity === null ? null : decimalOf(quantity),
      }) as unknown as BillLine,
  );
  const section = {
    supplierId: '',
    supplierName: '',
    role: 'principal',
    sellerId: '',
    netMinor: 0n,
    lines: shareable,
  } as const;
  return { currency: bill.currency as Currency, operatorId: operatorPartyId, sections: [section] };
}

function sharesOf(
  { billingAccountId, billId, lineId }: CumulativeLineRow,
  shares: readonly {
    partyId: string;
    termId: string | null;
    amountMinor: bigint;
    steps: readonly unknown[];
  }[],
  { agreementOfTerm }: BillingReference,
): ShareToWrite[] {
  return shares.map(({ partyId, termId, amountMinor, steps }) => ({
    billingAccountId,
    billId,
    lineId,
    partyId,
    agreementId: termId === null ? null : (agreementOfTerm.get(termId) ?? null),
    termId,
    amountMinor,
    steps,
  }));
}
