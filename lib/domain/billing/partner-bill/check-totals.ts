import type { PartnerBillIssue } from '@/lib/domain/billing/partner-bill/partner-line';
import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, DECIMAL_SCALE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';

export type Amount = { currency: Currency; amount: Decimal };

/** What a partner's bill as a whole is held against. All of it is optional: a FOCUS file states no totals. */
export type BillExpectations = {
  /** Totals the partner states beside its lines, one per currency, without tax. */
  stated?: readonly Amount[];
  /** Tax the partner states: `ratePpm` of `base` must be `tax`, rounded once to the currency's decimals. */
  statedTaxes?: readonly { currency: Currency; base: Decimal; ratePpm: bigint; tax: Decimal }[];
  /** Totals received from this partner in the last cycles. */
  history?: readonly Amount[];
  /** How far beyond the highest or lowest of them is too far (50 is 50 %); left out, 50. */
  changeTolerancePercent?: Decimal;
  /** What the hub's own rating of the same usage comes to, and the tolerated difference (5 is 5 %). */
  expected?: readonly (Amount & { tolerancePercent: bigint })[];
};

const DEFAULT_TOLERANCE = (50n * DECIMAL_ONE) as Decimal;

export type ReceivedTotal = { currency: Currency; stated: Decimal | null; received: Decimal };

/**
 * Findings on a bill as a whole. Errors stop it: `empty_bill`, `total_mismatch`, `tax_mismatch`. Warnings are for people:
 * `amount_far_from_history` (further than the tolerance beyond the highest or lowest of at least two cycles) and
 * `differs_from_expected`.
 * A stated total that is the lines' sum rounded to the currency's decimals is right; the difference is told as `total_rounded`.
 * Example: lines of 20.52022672899 and a stated 20.52 agree; a stated 20.53 is a mismatch of 0.00977327101.
 */
export function checkPartnerTotals(
  totals: readonly ReceivedTotal[],
  lineCount: number,
  expectations: BillExpectations,
): PartnerBillIssue[] {
  const issues: PartnerBillIssue[] = [];
  if (lineCount === 0) {
    const message = 'The bill has no lines. Send it with its lines, or tell us that nothing was charged.';
    issues.push({
      code: 'empty_bill',
      severity: 'error',
      path: 'lines',
      message,
      currency: null,
      lineNo: null,
      lineCount: 0,
    });
  }
  for (const total of totals) {
    for (const issue of [
      statedIssue(total),
      historyIssue(total, expectations),
      expectedIssue(total, expectations),
    ]) {
      if (issue !== null) issues.push(issue);
    }
  }
  for (const [index, tax] of (expectations.statedTaxes ?? []).entries()) {
    const computed = divideRounded(tax.base * tax.ratePpm, 1_000_000n * minorUnit(tax.currency), 'half_away');
    const difference = (tax.tax - computed * minorUnit(tax.currency)) as Decimal;
    if (difference === 0n) continue;
    const rate = formatDecimal((tax.ratePpm * (DECIMAL_ONE / 10_000n)) as Decimal);
    const message = `The stated tax of ${formatDecimal(tax.tax)} is not ${rate} % of ${formatDecimal(tax.base)}: ask the partner for a corrected bill.`;
    issues.push(billIssue('error', 'tax_mismatch', `taxes.${index}`, message, difference, tax.currency));
  }
  return issues;
}

function statedIssue({ currency, stated, received }: ReceivedTotal): PartnerBillIssue | null {
  if (stated === null || stated === received) return null;
  const difference = (stated - received) as Decimal;
  const unit = minorUnit(currency);
  const path = `totals.${currency}`;
  if (divideRounded(received, unit, 'half_away') * unit === stated) {
    const message = `The stated total is the lines' sum of ${formatDecimal(received)} ${currency}, rounded.`;
    return billIssue('info', 'total_rounded', path, message, difference, currency);
  }
  const message = `The lines sum to ${formatDecimal(received)} where the bill states ${formatDecimal(stated)} ${currency}: a part is missing or doubled. Ask the partner for a complete bill.`;
  return billIssue('error', 'total_mismatch', path, message, difference, currency);
}

function historyIssue(
  { currency, received }: ReceivedTotal,
  { history, changeTolerancePercent = DEFAULT_TOLERANCE }: BillExpectations,
): PartnerBillIssue | null {
  const before = (history ?? []).filter((entry) => entry.currency === currency);
  const first = before[0];
  if (first === undefined || before.length < 2) return null;
  let lowest = first.amount;
  let highest = first.amount;
  for (const { amount } of before) {
    if (amount < lowest) lowest = amount;
    if (amount > highest) highest = amount;
  }
  const beyond = received > highest ? received - highest : lowest - received;
  const nearest = received > highest ? highest : lowest;
  if (beyond <= 0n || beyond * 100n * DECIMAL_ONE <= magnitude(nearest) * changeTolerancePercent) return null;
  const range = `${formatDecimal(lowest)} to ${formatDecimal(highest)}`;
  const message = `${formatDecimal(received)} ${currency} is more than ${formatDecimal(changeTolerancePercent)} % away from the last ${before.length} cycles (${range}): compare with the partner before accepting.`;
  return billIssue(
    'warning',
    'amount_far_from_history',
    `totals.${currency}`,
    message,
    beyond as Decimal,
    currency,
  );
}

function expectedIssue(
  { currency, received }: ReceivedTotal,
  { expected }: BillExpectations,
): PartnerBillIssue | null {
  const entry = expected?.find((candidate) => candidate.currency === currency);
  if (entry === undefined) return null;
  const difference = (received - entry.amount) as Decimal;
  if (magnitude(difference) * 100n <= magnitude(entry.amount) * entry.tolerancePercent) return null;
  const message = `The bill is ${formatDecimal(received)} where the usage we hold comes to ${formatDecimal(entry.amount)} ${currency}: compare the usage before accepting.`;
  return billIssue('warning', 'differs_from_expected', `totals.${currency}`, message, difference, currency);
}

function billIssue(
  severity: PartnerBillIssue['severity'],
  code: string,
  path: string,
  message: string,
  amount: Decimal,
  currency: Currency,
): PartnerBillIssue {
  return {
    code,
    severity,
    path,
    message,
    amountAtStake: formatDecimal(amount),
    currency,
    lineNo: null,
    lineCount: 0,
  };
}

function minorUnit(currency: Currency): bigint {
  return 10n ** BigInt(DECIMAL_SCALE - currencyExponent(currency));
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
