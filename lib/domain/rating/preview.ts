import { DECIMAL_ZERO, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { errorIssue, type Issue, warningIssue } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';
import type { Price } from '@/lib/domain/pricing/price';
import { ADDITIVE_AGGREGATIONS, type Window } from '@/lib/domain/rating/aggregate';
import {
  type PreviewInput,
  type PricePreviewRequest,
  readPreviewRequest,
} from '@/lib/domain/rating/preview-request';
import { type MeterUsage, type PriceUsage, shareUsage } from '@/lib/domain/rating/preview-usage';
import { ratePrice } from '@/lib/domain/rating/rate';
import type { RatedLine, RatedLineKind } from '@/lib/domain/rating/rated-line';
import type { Step } from '@/lib/domain/rating/step';

export type PricePreviewLine = {
  key: string;
  kind: RatedLineKind;
  /** In major units, with the currency's own decimals. */
  amount: string;
  quantity: string;
  steps: readonly Step[];
};

export type PricePreviewResponse = {
  currency: string;
  total: string;
  lines: PricePreviewLine[];
  issues: Issue[];
};

/**
 * Prices a list of components for one period, as a bill would, without any stored data. Lines stand in the order of the prices,
 * each followed by its own maximum, minimum and credit; the total is their sum.
 * A wrong request answers with its issues only. Remarks on a right one (usage that nothing prices, a field without effect) are
 * warnings beside the lines.
 */
export function previewPrices(request: PricePreviewRequest): PricePreviewResponse | { issues: Issue[] } {
  const read = readPreviewRequest(request);
  if (!read.ok) return { issues: read.issues };
  const input = read.value;
  const issues = [...read.issues, ...refuseUnmergeable(input)];
  if (issues.some(({ severity }) => severity === 'error')) return { issues };

  const usage = shareMeters(input, input.usage, 'usage', issues);
  const before = shareMeters(input, input.before, 'cumulativeBefore', issues);
  const lines = input.prices.flatMap((price) => {
    const used = usage.get(price.key);
    noteAssumptions(price, used, issues);
    return rate(price, input, used, before.get(price.key));
  });
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return {
    currency: input.currency,
    total: formatMinor(totalMinor, input.currency),
    lines: lines.map(({ key, kind, amountMinor, quantity, steps }) => ({
      key,
      kind,
      amount: formatMinor(amountMinor, input.currency),
      quantity: formatDecimal(quantity),
      steps,
    })),
    issues,
  };
}

function rate(
  price: Price,
  { currency, period, service, quantity, chargedBeforeMinor }: PreviewInput,
  used: PriceUsage | undefined,
  before: PriceUsage | undefined,
): RatedLine[] {
  const charged = chargedBeforeMinor.get(price.key);
  return ratePrice(price, {
    currency,
    period,
    ...(service && { service }),
    ...(quantity !== null && { quantity }),
    ...(used && { usage: used.usage, ...(used.events && { events: used.events }) }),
    ...(before && { usageBefore: before.usage, ...(before.events && { eventsBefore: before.events }) }),
    ...(charged !== undefined && { chargedBeforeMinor: charged }),
  });
}

/** A maximum or a level of two parts does not tell that of the whole, so such a meter has no "before". */
function refuseUnmergeable({ usage, before }: PreviewInput): Issue[] {
  return [...before.keys()].flatMap((meter) => {
    const aggregations = [usage.get(meter), before.get(meter)].flatMap((given) =>
      given && 'aggregation' in given ? [given.aggregation] : [],
    );
    const unmergeable = aggregations.find((aggregation) => !ADDITIVE_AGGREGATIONS.has(aggregation));
    if (unmergeable === undefined) return [];
    const message = `A ${unmergeable} of the whole period cannot be told from its parts; give all events as usage.`;
    return [errorIssue('aggregation_not_cumulative', `cumulativeBefore.${meter}`, message)];
  });
}

function shareMeters(
  input: PreviewInput,
  meters: ReadonlyMap<string, MeterUsage>,
  path: string,
  issues: Issue[],
): Map<string, PriceUsage> {
  const shared = new Map<string, PriceUsage>();
  for (const [meter, usage] of meters) {
    const prices = input.prices.filter((price) => price.kind === 'usage' && price.meter === meter);
    if (prices.length === 0) {
      issues.push(warningIssue('usage_unpriced', `${path}.${meter}`, `No price reads the meter ${meter}.`));
      continue;
    }
    const { byKey, unrated } = shareUsage(usage, prices, windowOf(input));
    for (const [key, priceUsage] of byKey) shared.set(key, priceUsage);
    if (unrated !== DECIMAL_ZERO) issues.push(unratedIssue(`${path}.${meter}`, meter, unrated));
  }
  return shared;
}

function unratedIssue(path: string, meter: string, unrated: Decimal): Issue {
  const message = `${formatDecimal(unrated)} of ${meter} match no price's "when", and no price without one takes the rest.`;
  return warningIssue('usage_unrated', path, message);
}

function windowOf({ period }: PreviewInput): Window {
  return { fromMs: Date.parse(`${period.from}T00:00:00Z`), toMs: Date.parse(`${period.to}T00:00:00Z`) };
}

function noteAssumptions(price: Price, used: PriceUsage | undefined, issues: Issue[]): void {
  if (used === undefined || price.meter === undefined) return;
  const path = `usage.${price.meter}`;
  if (used.usage < 0n) {
    const message = `The usage of ${price.key} is below zero and is priced as a reversal: the opposite of the same usage above zero.`;
    issues.push({ code: 'negative_usage', severity: 'info', path, message });
  }
  if (price.model !== 'percentage' || used.events !== undefined || used.usage === 0n) return;
  const perEvent = [price.fixedFee, price.minPerEvent, price.maxPerEvent].some(
    (fee) => fee !== undefined && fee !== 0n,
  );
  if (!perEvent) return;
  const message = `${price.key} has fees per event and the usage is one number, so it counts as one event.`;
  issues.push({ code: 'single_event_assumed', severity: 'info', path, message });
}
