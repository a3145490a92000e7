import { findCycleOfPeriod, readReference } from '@/lib/db/billing-reference';
import type { Sql } from '@/lib/db/tenant';
import { type BillDraft, billLines } from '@/lib/domain/billing/bill-draft';
import type { Issue } from '@/lib/domain/money/issue';
import { civilDate } from '@/lib/domain/period/civil-date';
import { type CycleFrequency, cyclePeriod, cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt } from '@/lib/domain/period/zone';
import { type AccountBill, billAccount } from '@/lib/services/bill-runs/bill-account';
import { type BilledPeriod, inputPeriod } from '@/lib/services/bill-runs/billed-period';
import { type BillingReference, billingReference } from '@/lib/services/bill-runs/billing-reference';
import { loadInputs } from '@/lib/services/bill-runs/load-inputs';

/** The running period of a rhythm, with what its bills share: read once, for as many accounts as follow it. */
export type OpenPeriod = BilledPeriod & { reference: BillingReference };

export async function openPeriod(
  sql: Sql,
  spec: { id: string; anchorOn: string; frequency: string; timeZone: string },
  now: string,
): Promise<OpenPeriod> {
  const frequency = spec.frequency as CycleFrequency;
  const rhythm = { frequency, anchorOn: civilDate(spec.anchorOn), timeZone: spec.timeZone };
  const { n, period } = cyclePeriodContaining(rhythm, civilDateAt(now, spec.timeZone));
  const cycle = await findCycleOfPeriod(sql, spec.id, n);
  return {
    period,
    next: cyclePeriod(rhythm, n + 1),
    cycleId: cycle?.id ?? null,
    reference: billingReference(await readReference(sql, cycle?.id ?? null)),
  };
}

export type AccountSoFar = {
  accountId: string;
  currency: string;
  customerId: string;
  bill: AccountBill;
};

/**
 * The bills of the running period so far, of any number of accounts that follow its rhythm: a few set-based reads and the very code
 * of the bill run, which writes nothing here. Reads the operator's agreements and rates, so `sql` has the operator's scope.
 */
export async function billsSoFar(
  sql: Sql,
  { reference, ...billed }: OpenPeriod,
  accountIds: readonly string[],
): Promise<AccountSoFar[]> {
  const inputs = await loadInputs(sql, accountIds, inputPeriod(billed), reference, { lock: false });
  return inputs.map((input) => ({
    accountId: input.account.id,
    currency: input.account.currency,
    customerId: input.account.customerId,
    bill: billAccount(input, billed, reference),
  }));
}

/** Before the period is over nobody's bill is late, and usage may still come. */
export const isHindrance = ({ severity, code }: Issue) =>
  severity === 'error' && code !== 'missing_partner_bill';

/** Σ of each product's lines in minor units, without tax; what belongs to no product (a partner's file) is under no key. */
export function netByProduct(draft: Pick<BillDraft, 'sections'>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { productId, amountMinor } of billLines(draft)) {
    if (productId !== null) sums.set(productId, (sums.get(productId) ?? 0n) + amountMinor);
  }
  return sums;
}
