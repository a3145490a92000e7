import type { Currency } from '@/lib/domain/money/currency';
import { type Decimal, formatDecimal, formatScaled } from '@/lib/domain/money/decimal';
import {
  EXACT_ZERO,
  type Exact,
  formatExact,
  multiplyExact,
  scaleExact,
  toMinor,
} from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';
import { rateGraduated } from '@/lib/domain/rating/rate-graduated';
import { rateVolume } from '@/lib/domain/rating/rate-volume';
import type { Steps } from '@/lib/domain/rating/step';
import type { ShareableLine } from '@/lib/domain/settlement/share';
import type { RateTier, Term, TermTotals } from '@/lib/domain/settlement/terms';

/**
 * What a term gives of `baseMinor`, the net that the party above receives for the line, in minor units and before any cap.
 * Rounded half away once. A graduated percentage is the difference of two cumulative sums, each rounded, so that a period
 * comes to the same in one step or in a hundred. Unit terms count the line's quantity with the sign of its amount, so that
 * credits take back.
 * Example: 4 % above 100,000: a line of 150,000 on nothing before earns 2,000, the next 50,000 earns 2,000 more.
 */
export function earnedBy(
  term: Term,
  baseMinor: bigint,
  line: ShareableLine,
  before: TermTotals,
  steps: Steps,
): bigint {
  switch (term.kind) {
    case 'percentage':
      return percentage(term.ratePpm, baseMinor, line.currency, steps);
    case 'graduated_percentage':
      return graduatedPercentage(term.tiers, baseMinor, before.baseMinor, line.currency, steps);
    case 'fixed_per_unit':
      return fixedPerUnit(term.amountPerUnit, line, steps);
    case 'wholesale':
      return wholesale(term, line, steps);
    case 'cost_plus':
      return costPlus(term, line, steps);
  }
}

/**
 * Keeps what a term has earned in the period within its cap, on either side of zero. Works on the uncapped sum, so a credit
 * first eats what the cap had cut, and only then the share.
 * Example: a cap of 100.00, 90.00 earned before and 25.00 now gives 10.00; taking the 25.00 back takes 10.00.
 */
export function applyCap(
  { capMinor }: Term,
  earnedMinor: bigint,
  before: TermTotals,
  currency: Currency,
  steps: Steps,
): bigint {
  if (capMinor == null) return earnedMinor;
  const capped = within(capMinor, before.earnedMinor + earnedMinor) - within(capMinor, before.earnedMinor);
  if (capped === earnedMinor) return earnedMinor;
  steps?.push({
    code: 'share_capped',
    earned: formatMinor(earnedMinor, currency),
    cap: formatMinor(capMinor, currency),
    result: formatMinor(capped, currency),
  });
  return capped;
}

function within(capMinor: bigint, amountMinor: bigint): bigint {
  if (amountMinor > capMinor) return capMinor;
  return amountMinor < -capMinor ? -capMinor : amountMinor;
}

const MILLION = 1_000_000n;

function percentage(ratePpm: bigint, baseMinor: bigint, currency: Currency, steps: Steps): bigint {
  const amountMinor = divideRounded(baseMinor * ratePpm, MILLION, 'half_away');
  steps?.push({
    code: 'share_percentage',
    amount: formatMinor(baseMinor, currency),
    percent: formatPercent(ratePpm),
    result: formatMinor(amountMinor, currency),
  });
  return amountMinor;
}

function graduatedPercentage(
  tiers: readonly RateTier[],
  baseMinor: bigint,
  beforeMinor: bigint,
  currency: Currency,
  steps: Steps,
): bigint {
  const afterMinor = beforeMinor + baseMinor;
  const amountMinor = cumulativeShare(tiers, afterMinor) - cumulativeShare(tiers, beforeMinor);
  steps?.push({
    code: 'share_graduated_percentage',
    amount: formatMinor(baseMinor, currency),
    before: formatMinor(beforeMinor, currency),
    after: formatMinor(afterMinor, currency),
    result: formatMinor(amountMinor, currency),
  });
  return amountMinor;
}

function cumulativeShare(tiers: readonly RateTier[], totalMinor: bigint): bigint {
  const size = totalMinor < 0n ? -totalMinor : totalMinor;
  let from = 0n;
  let partsPerMillion = 0n;
  for (const { upToMinor, ratePpm } of tiers) {
    if (size <= from) break;
    const to = upToMinor === null || size < upToMinor ? size : upToMinor;
    partsPerMillion += (to - from) * ratePpm;
    from = to;
  }
  return divideRounded(totalMinor < 0n ? -partsPerMillion : partsPerMillion, MILLION, 'half_away');
}

function fixedPerUnit(amountPerUnit: Decimal, line: ShareableLine, steps: Steps): bigint {
  const units = signedUnits(line);
  const amountMinor = toMinor(multiplyExact(amountPerUnit, units), line.currency);
  steps?.push({
    code: 'share_per_unit',
    quantity: formatDecimal(units),
    unitPrice: formatDecimal(amountPerUnit),
    result: formatMinor(amountMinor, line.currency),
  });
  return amountMinor;
}

function wholesale(term: Extract<Term, { kind: 'wholesale' }>, line: ShareableLine, steps: Steps): bigint {
  const units = signedUnits(line);
  const size = (units < 0n ? -units : units) as Decimal;
  const rate = term.model === 'graduated' ? rateGraduated : rateVolume;
  const price = size === 0n ? EXACT_ZERO : rate(term.tiers, size, steps);
  const cost = (units < 0n ? -price : price) as Exact;
  const amountMinor = toMinor(cost, line.currency);
  steps?.push({
    code: 'share_wholesale',
    quantity: formatDecimal(units),
    exact: formatExact(cost),
    result: formatMinor(amountMinor, line.currency),
  });
  return amountMinor;
}

function costPlus(term: Extract<Term, { kind: 'cost_plus' }>, line: ShareableLine, steps: Steps): bigint {
  const cost = line.cost ?? multiplyExact(term.costPerUnit ?? (0n as Decimal), signedUnits(line));
  const amountMinor = toMinor(scaleExact(cost, MILLION + term.markupPpm, MILLION), line.currency);
  steps?.push({
    code: 'share_cost_plus',
    cost: formatExact(cost),
    percent: formatPercent(term.markupPpm),
    result: formatMinor(amountMinor, line.currency),
  });
  return amountMinor;
}

function signedUnits({ quantity, amountMinor }: ShareableLine): Decimal {
  if (quantity === null) return 0n as Decimal;
  const agrees = amountMinor === 0n || amountMinor < 0n === quantity < 0n;
  return agrees ? quantity : (-quantity as Decimal);
}

function formatPercent(ppm: bigint): string {
  return formatScaled(ppm, 4);
}
