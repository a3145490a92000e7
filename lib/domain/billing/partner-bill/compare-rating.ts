import {
  type ComparisonInput,
  count,
  type DifferenceCode,
  decimalOfMinor,
  type PartnerSide,
  sameUnit,
} from '@/lib/domain/billing/partner-bill/comparison-input';
import { type Alternative, alternatives } from '@/lib/domain/billing/partner-bill/rating-alternatives';
import type { Currency } from '@/lib/domain/money/currency';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { exactFromDecimal, toMinor } from '@/lib/domain/money/exact';
import { ratePrice } from '@/lib/domain/rating/rate';
import type { RatedLine } from '@/lib/domain/rating/rated-line';

/** A possible reason with its evidence in words; `fits`: it explains the partner's amount to the cent. */
export type DifferenceCause = { code: DifferenceCode; words: string; fits: boolean };

export type RatingComparison = {
  hubMinor: bigint;
  /** Partner less hub, exact: positive when the partner charges more. */
  difference: Decimal;
  withinTolerance: boolean;
  /** The likeliest first; one at least. */
  causes: DifferenceCause[];
  lines: readonly { name: string; unit: string | null; line: RatedLine }[];
};

/**
 * Holds what a partner charges an account for an offering against the hub's own rating of the same usage, and looks for why they differ:
 * each cause is tried by computing what the partner would have charged, and one that comes to its amount fits. hub + difference = partner, always.
 * Equal is equal once both are rounded to the currency; a sum of lines that were each rounded may be half a minor unit off per line.
 * Bounds: a cause that fits by more than rounding must be within a thousandth of the amount. Order of causes that fit: rounding, duplicates,
 * usage, price version, tier, included units, discount, tax, period, currency.
 * Example: 10 units graduated 1.00 to 5 and 0.50 beyond are 7.50; a partner's 5.00 is the price of the last tier for all: `tier`.
 */
export function compareRating(input: ComparisonInput): RatingComparison {
  const { currency, partner, tolerancePercent } = input;
  const lines = input.components.flatMap(({ name, unit, price, usage }) =>
    ratePrice(price, { currency, period: input.period, ...usage }).map((line) => ({ name, unit, line })),
  );
  const hubMinor = lines.reduce((sum, { line }) => sum + line.amountMinor, 0n);
  const hub = decimalOfMinor(hubMinor, currency);
  const difference = (partner.amount - hub) as Decimal;
  const isSame =
    toMinor(exactFromDecimal(partner.amount), currency) === hubMinor && partner.foreign.length === 0;
  const withinTolerance =
    isSame ||
    (partner.foreign.length === 0 && magnitude(difference) * HUNDRED <= magnitude(hub) * tolerancePercent);
  const causes = isSame
    ? [{ code: 'same' as const, words: 'Both come to the same amount.', fits: true }]
    : causesOf(input, hubMinor, difference);
  return { hubMinor, difference, withinTolerance, causes, lines };
}

const HUNDRED = 100n * 10n ** 15n;

function causesOf(input: ComparisonInput, hubMinor: bigint, difference: Decimal): DifferenceCause[] {
  const found = [...plainCauses(input, hubMinor, difference)];
  for (const alternative of alternatives(input, hubMinor)) {
    const isFit = alternative.amountMinor !== hubMinor && fits(input, alternative);
    // Counts that differ are worth telling even where they do not explain all of it.
    if (isFit || alternative.code === 'missing_usage') {
      found.push({ code: alternative.code, words: alternative.words, fits: isFit });
    }
  }
  const order = (cause: DifferenceCause) => (cause.fits ? 0 : 100) + ORDER.indexOf(cause.code);
  const sorted = found.sort((a, b) => order(a) - order(b));
  if (sorted.length > 0) return sorted;
  const words =
    'None of what usually makes two ratings differ comes to this amount: ask the partner how it was computed.';
  return [{ code: 'unexplained', words, fits: false }];
}

const ORDER: readonly DifferenceCode[] = [
  'rounding',
  'duplicate_lines',
  'missing_usage',
  'price_version',
  'tier',
  'included_units',
  'discount',
  'tax',
  'other_period',
  'currency',
  'service_not_mapped',
  'not_on_bill',
  'no_usage',
  'unexplained',
];

/** To the cent, or as near as lines that were each rounded can be, and never further than a thousandth. */
function fits({ currency, partner }: ComparisonInput, { amountMinor }: Alternative): boolean {
  const gap = magnitude(partner.amount - decimalOfMinor(amountMinor, currency));
  if (toMinor(exactFromDecimal(partner.amount), currency) === amountMinor) return true;
  return (
    gap <= roundingBound(partner, currency) && gap * 1000n <= magnitude(decimalOfMinor(amountMinor, currency))
  );
}

/** Half a minor unit for each line. */
const roundingBound = ({ lineCount }: PartnerSide, currency: Currency): bigint =>
  (BigInt(lineCount) * decimalOfMinor(1n, currency)) / 2n;

/** What is seen without pricing anything anew. */
function* plainCauses(
  input: ComparisonInput,
  hubMinor: bigint,
  difference: Decimal,
): Generator<DifferenceCause> {
  const { currency, partner } = input;
  const hub = decimalOfMinor(hubMinor, currency);
  const bound = roundingBound(partner, currency);
  const isSmall =
    magnitude(difference) <= decimalOfMinor(1n, currency) || magnitude(difference) * 1000n <= magnitude(hub);
  if (partner.lineCount > 0 && magnitude(difference) <= bound && isSmall) {
    const words = `${count(partner.lineCount, 'line')} rounded one by one may be off by up to ${formatDecimal(bound as Decimal)} ${currency}; this is ${formatDecimal(difference)}.`;
    yield { code: 'rounding', words, fits: true };
  }
  if (partner.repeated.lineCount > 0) {
    const isAll = partner.repeated.amount === difference;
    const words = `${count(partner.repeated.lineCount, 'line')} of the bill ${partner.repeated.lineCount === 1 ? 'says' : 'say'} what another says already, ${formatDecimal(partner.repeated.amount)} ${currency} in all${isAll ? ': without them both are the same' : ''}.`;
    yield { code: 'duplicate_lines', words, fits: isAll };
  }
  if (partner.outside.lineCount > 0) {
    const isAll = partner.outside.amount === difference;
    const words = `${count(partner.outside.lineCount, 'line')} of ${formatDecimal(partner.outside.amount)} ${currency} ${partner.outside.lineCount === 1 ? 'is' : 'are'} for days outside the cycle${isAll ? ': without them both are the same' : ''}.`;
    yield { code: 'other_period', words, fits: isAll };
  }
  for (const foreign of partner.foreign) {
    const isNumber = toMinor(exactFromDecimal(foreign.amount), currency) === hubMinor;
    const words = isNumber
      ? `The partner charges the same number in ${foreign.currency}: ${formatDecimal(foreign.amount)}. The account is billed in ${currency}.`
      : `The partner charges ${formatDecimal(foreign.amount)} ${foreign.currency}, and the account is billed in ${currency}${rateWords(foreign, hub, currency)}.`;
    yield { code: 'currency', words, fits: isNumber };
  }
  const isMissing = partner.lineCount === 0 && partner.foreign.length === 0;
  if (isMissing && partner.unmapped.length > 0) {
    const names = partner.unmapped
      .slice(0, 3)
      .map(({ service, amount }) => `“${service}” (${formatDecimal(amount)} ${currency})`);
    const words = `The bill has services of this account that are mapped to nothing: ${names.join(', ')}. Map them, and they are compared.`;
    yield { code: 'service_not_mapped', words, fits: false };
  } else if (isMissing) {
    yield { code: 'not_on_bill', words: 'The bill has no line of this account for it.', fits: false };
  }
  const counted = countedWords(input);
  if (counted !== null) yield { code: 'missing_usage', words: counted, fits: false };
  const hasUsage = input.components.some(({ usage }) => (usage.usage ?? 0n) !== 0n);
  if (!hasUsage && partner.lineCount > 0) {
    yield { code: 'no_usage', words: 'We hold no usage of it in this period.', fits: false };
  }
}

/** Several prices: the usage of those in the partner's unit is added up and held against what it counted. */
function countedWords({ components, partner }: ComparisonInput): string | null {
  const { quantity, unit } = partner;
  if (components.length < 2 || quantity === null || unit === null) return null;
  const same = components.filter((component) => component.unit !== null && sameUnit(component.unit, unit));
  const ours = same.reduce((sum, { usage }) => sum + (usage.usage ?? 0n), 0n) as Decimal;
  if (same.length === 0 || ours === quantity) return null;
  const gap = formatDecimal(magnitude(quantity - ours) as Decimal);
  const where = quantity > ours ? 'have not come in here' : 'are not on the bill';
  return `We hold ${formatDecimal(ours)} ${unit} in all and the partner bills ${formatDecimal(quantity)}: ${gap} ${unit} ${where}.`;
}

function rateWords(
  { currency: other, amount }: { currency: string; amount: Decimal },
  hub: Decimal,
  own: Currency,
): string {
  if (hub <= 0n || amount <= 0n) return '';
  const sixPlaces = (amount * 1_000_000n) / hub;
  const rate = formatDecimal((sixPlaces * 10n ** 9n) as Decimal);
  return `; both would be the same at ${rate} ${other} for 1 ${own}`;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
