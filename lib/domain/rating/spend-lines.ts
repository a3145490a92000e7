import type { Currency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, formatDecimal } from '@/lib/domain/money/decimal';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import type { Price } from '@/lib/domain/pricing/price';
import type { RatedLine } from '@/lib/domain/rating/rated-line';
import type { Spend } from '@/lib/domain/rating/spend';
import type { Step } from '@/lib/domain/rating/step';

type Spends = {
  /** The component's spend, cumulative where `before` is given. */
  readonly after: Spend;
  /** What the same computation gave for what was priced before; the lines are the difference. */
  readonly before: Spend | null;
  /** What was charged before, where that was counted towards maximum and minimum instead. */
  readonly chargedBeforeMinor: bigint;
  readonly currency: Currency;
  readonly explain: boolean;
};

/** The lines of their own that a maximum, a minimum and credits make, each only where it is not zero. */
export function spendLines(price: Price, spends: Spends): RatedLine[] {
  const { after, before } = spends;
  const lines: RatedLine[] = [];
  for (const kind of SPEND_KINDS) {
    const amountMinor = after[kind] - (before?.[kind] ?? 0n);
    if (amountMinor === 0n) continue;
    lines.push({
      key: `${price.key}:${kind}`,
      kind,
      quantity: DECIMAL_ONE,
      exact: exactFromMinor(amountMinor, spends.currency),
      amountMinor,
      steps: spends.explain ? explainSpend(price, kind, spends) : [],
    });
  }
  return lines;
}

type SpendKind = 'maximum' | 'minimum' | 'credit';

const SPEND_KINDS: readonly SpendKind[] = ['maximum', 'minimum', 'credit'];

function explainSpend(price: Price, kind: SpendKind, spends: Spends): Step[] {
  const { after, before, chargedBeforeMinor, currency } = spends;
  const text = (amountMinor: bigint) => formatMinor(amountMinor, currency);
  const result = text(after[kind]);
  const steps: Step[] = [];
  if (kind === 'maximum') {
    const maximum = formatDecimal(price.maximumSpend!);
    const charged = text(after.charge);
    steps.push({ code: 'maximum_spend', charged, chargedBefore: text(chargedBeforeMinor), maximum, result });
  } else if (kind === 'minimum') {
    const minimum = formatDecimal(price.minimumSpend!);
    const charged = text(after.charge + after.maximum);
    steps.push({ code: 'minimum_spend', charged, chargedBefore: text(chargedBeforeMinor), minimum, result });
  } else {
    const available = formatDecimal(price.prepaidCredits!);
    const charged = text(after.charge + after.maximum + after.minimum);
    steps.push({ code: 'prepaid_credit', charged, available, result });
  }
  if (before !== null) steps.push(chargedBefore(after[kind], before[kind], currency));
  return steps;
}

/** The step from a cumulative amount to what comes on top of what was charged before. */
export function chargedBefore(total: bigint, before: bigint, currency: Currency): Step {
  return {
    code: 'charged_before',
    total: formatMinor(total, currency),
    before: formatMinor(before, currency),
    result: formatMinor(total - before, currency),
  };
}
