import type { PartnerBillIssue } from '@/lib/domain/billing/partner-bill/partner-line';
import { type BillStatement, type ReadSums, taxKey } from '@/lib/domain/billing/partner-bill/statement';
import { currencyExponent, isCurrency } from '@/lib/domain/money/currency';
import { DECIMAL_SCALE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';

/**
 * Holds an invoice against itself by the sums of EN 16931 (BR-CO-10 to BR-CO-17 and the bases of BR-S-08 and its kin). All
 * are errors: a document that is off by one cent is not this partner's last word.
 * `line_sum_mismatch`, `allowance_sum_mismatch`, `charge_sum_mismatch`, `tax_sum_mismatch`, `gross_mismatch`,
 * `payable_mismatch`, `tax_mismatch` (tax is not its rate of its base), `tax_base_mismatch`, `tax_missing`.
 * The total without tax is held against the lines in checkPartnerTotals, as it is for bills that are no documents.
 * Example: lines of 1,000.00 and a stated line total of 1,000.01 are off by 0.01: `line_sum_mismatch`.
 */
export function checkStatement(statement: BillStatement, sums: ReadSums): PartnerBillIssue[] {
  const { lineTotal, allowanceTotal, chargeTotal, net, tax, gross, prepaid, rounding, payable } = statement;
  const zero = 0n as Decimal;
  const taxes = statement.taxes.reduce((sum, { tax: part }) => sum + part, 0n);
  const sumOf = (...parts: bigint[]) => parts.reduce((sum, part) => sum + part, 0n);
  const rules: [code: string, path: string, what: string, stated: Decimal | null, computed: bigint][] = [
    ['line_sum_mismatch', 'totals.lineTotal', 'The sum of the lines', lineTotal, sums.lines],
    [
      'allowance_sum_mismatch',
      'totals.allowanceTotal',
      'The sum of the allowances',
      allowanceTotal ?? zero,
      sums.allowances,
    ],
    [
      'charge_sum_mismatch',
      'totals.chargeTotal',
      'The sum of the charges',
      chargeTotal ?? zero,
      sums.charges,
    ],
    ...(statement.taxes.length === 0
      ? []
      : [['tax_sum_mismatch', 'totals.tax', 'The total tax', tax ?? zero, taxes] satisfies Rule]),
    ...(net === null
      ? []
      : [
          [
            'gross_mismatch',
            'totals.gross',
            'The total with tax',
            gross,
            sumOf(net, tax ?? zero),
          ] satisfies Rule,
        ]),
    ...(gross === null
      ? []
      : [
          [
            'payable_mismatch',
            'totals.payable',
            'The amount to pay',
            payable,
            sumOf(gross, -(prepaid ?? zero), rounding ?? zero),
          ] satisfies Rule,
        ]),
  ];
  const issues = rules.flatMap(([code, path, what, stated, computed]) =>
    stated === null || stated === computed
      ? []
      : [
          issue(
            statement,
            code,
            path,
            `${what} comes to ${text(computed)} where the bill states ${text(stated)}`,
            computed - stated,
          ),
        ],
  );
  return [...issues, ...checkTaxes(statement, sums)];
}

type Rule = [code: string, path: string, what: string, stated: Decimal | null, computed: bigint];

function checkTaxes(statement: BillStatement, { byTax }: ReadSums): PartnerBillIssue[] {
  const issues: PartnerBillIssue[] = [];
  const stated = new Map<string, bigint>();
  for (const [index, { category, ratePpm, base, tax }] of statement.taxes.entries()) {
    const key = taxKey(category, ratePpm);
    stated.set(key, (stated.get(key) ?? 0n) + base);
    const computed = taxOf(statement.currency, base, ratePpm ?? 0n);
    if (computed === tax) continue;
    const words = `The tax of category ${category} is stated as ${text(tax)}, and ${rateText(ratePpm)} of ${text(base)} is ${text(computed)}`;
    issues.push(issue(statement, 'tax_mismatch', `taxes.${index}`, words, computed - tax));
  }
  if (statement.taxes.length === 0) return issues;
  for (const key of new Set([...byTax.keys(), ...stated.keys()])) {
    const sum = byTax.get(key) ?? 0n;
    const base = stated.get(key);
    const [category, rate] = key.split(' ') as [string, string];
    const name = `category ${category} at ${rateText(BigInt(rate))}`;
    if (base === undefined) {
      const words = `There are lines of ${text(sum)} in ${name}, and the bill states no tax for it`;
      issues.push(issue(statement, 'tax_missing', 'taxes', words, sum));
    } else if (base !== sum) {
      const words = `The lines in ${name} sum to ${text(sum)}, and the bill taxes ${text(base)}`;
      issues.push(issue(statement, 'tax_base_mismatch', 'taxes', words, sum - base));
    }
  }
  return issues;
}

/** Rounded once to the currency's own decimals (BR-CO-17). */
function taxOf(currency: string, base: bigint, ratePpm: bigint): bigint {
  const exponent = isCurrency(currency) ? currencyExponent(currency) : 2;
  const unit = 10n ** BigInt(DECIMAL_SCALE - exponent);
  return divideRounded(base * ratePpm, 1_000_000n * unit, 'half_away') * unit;
}

function issue(
  { currency }: BillStatement,
  code: string,
  path: string,
  words: string,
  difference: bigint,
): PartnerBillIssue {
  return {
    code,
    severity: 'error',
    path,
    message: `${words}: ask the partner for a corrected bill.`,
    amountAtStake: text(difference),
    currency,
    lineNo: null,
    lineCount: 0,
  };
}

const text = (amount: bigint): string => formatDecimal(amount as Decimal);
const rateText = (ratePpm: bigint | null): string =>
  `${formatDecimal(((ratePpm ?? 0n) * 10n ** BigInt(DECIMAL_SCALE - 4)) as Decimal)} %`;
