import {
  amountText,
  type ComparedComponent,
  type ComparisonInput,
  type DifferenceCode,
  sameUnit,
} from '@/lib/domain/billing/partner-bill/comparison-input';
import { DECIMAL_ONE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { exactFromMinor, scaleExact, toMinor } from '@/lib/domain/money/exact';
import type { Price, Tier } from '@/lib/domain/pricing/price';
import { ratePrice } from '@/lib/domain/rating/rate';

/** What the charge would have been had one thing been otherwise, and what that thing is. */
export type Alternative = { code: DifferenceCode; amountMinor: bigint; words: string };

/**
 * Everything that is worth trying, each priced by the code that bills. One component is changed at a time and the others stay, so an
 * account with several prices is explained by the one that differs. Whether one of them is the partner's amount is for the caller to see.
 */
export function* alternatives(input: ComparisonInput, hubMinor: bigint): Generator<Alternative> {
  for (const component of input.components) {
    const others = hubMinor - rated(input, component.price, component.usage);
    for (const { code, price = component.price, usage = component.usage, words } of changes(
      component,
      input,
    )) {
      const amountMinor = others + rated(input, price, usage);
      yield { code, amountMinor, words: words(amountText(amountMinor, input.currency)) };
    }
  }
  for (const ratePpm of input.taxRatesPpm) {
    if (ratePpm === 0n) continue;
    const gross = scaleExact(exactFromMinor(hubMinor, input.currency), 1_000_000n + ratePpm, 1_000_000n);
    const amountMinor = toMinor(gross, input.currency);
    const words = `With ${rate(ratePpm)} tax our ${amountText(hubMinor, input.currency)} are ${amountText(amountMinor, input.currency)}: the partner’s amount has tax in it.`;
    yield { code: 'tax', amountMinor, words };
  }
}

type Change = {
  code: DifferenceCode;
  price?: Price;
  usage?: ComparedComponent['usage'];
  words: (amount: string) => string;
};

function* changes(component: ComparedComponent, input: ComparisonInput): Generator<Change> {
  const { price, usage, name, versions, elsewhen } = component;
  yield* otherQuantity(component, input);
  for (const { label, price: other } of versions) {
    yield {
      code: 'price_version',
      price: other,
      words: (amount) => `By ${label} of the price “${name}” it is ${amount}, what the partner charges.`,
    };
  }
  yield* otherTiers(component);
  if (price.includedUnits !== undefined && price.includedUnits > 0n) {
    const { includedUnits, ...rest } = price;
    const words = (amount: string) =>
      `Without taking off the ${formatDecimal(includedUnits)} included units it is ${amount}.`;
    yield { code: 'included_units', price: rest as Price, words };
  }
  if (price.discountPercent !== undefined || price.discountAmount !== undefined) {
    const { discountPercent: _, discountAmount: __, ...rest } = price;
    yield {
      code: 'discount',
      price: rest as Price,
      words: (amount) => `Without the discount of the price it is ${amount}.`,
    };
  }
  for (const { label, usage: other } of elsewhen) {
    if (other.usage === usage.usage) continue;
    yield {
      code: 'other_period',
      usage: other,
      words: (amount) => `The usage of ${label} comes to ${amount}: the bill has another period’s.`,
    };
  }
}

/** What the partner counted, priced by our price; only where its units are ours and one price measures them. */
function* otherQuantity(
  { usage, unit }: ComparedComponent,
  { partner, components }: ComparisonInput,
): Generator<Change> {
  const ours = usage.usage ?? (0n as Decimal);
  const theirs = partner.quantity;
  const isSameUnit = partner.unit === null || unit === null || sameUnit(partner.unit, unit);
  if (theirs === null || theirs === ours || theirs < 0n || components.length !== 1 || !isSameUnit) return;
  if (usage.events !== undefined) return;
  const more = theirs > ours;
  const gap = formatDecimal((more ? theirs - ours : ours - theirs) as Decimal);
  const text = unit ?? 'units';
  const words = (amount: string) =>
    `We hold ${formatDecimal(ours)} ${text} and the partner bills ${formatDecimal(theirs)}: ${gap} ${text} ${more ? 'have not come in here' : 'are not on the bill'}. At our price ${formatDecimal(theirs)} ${text} are ${amount}.`;
  yield { code: 'missing_usage', usage: { ...usage, usage: theirs }, words };
}

function* otherTiers({ price, usage, name }: ComparedComponent): Generator<Change> {
  if (price.model !== 'graduated' && price.model !== 'volume') return;
  const other = price.model === 'graduated' ? 'volume' : 'graduated';
  const way =
    other === 'volume'
      ? 'all units at the price of the tier they reach'
      : 'each unit at the price of its own tier';
  yield {
    code: 'tier',
    price: { ...price, model: other },
    words: (amount) => `With ${way} (“${name}”), it is ${amount}.`,
  };
  const total = usage.usage ?? (0n as Decimal);
  const reached = price.tiers.findIndex(({ upTo }) => upTo === null || total <= upTo);
  for (const at of [reached - 1, reached + 1]) {
    const tier = price.tiers[at];
    if (tier === undefined) continue;
    const only: Price = { ...price, model: 'volume', tiers: [{ ...tier, upTo: null }] };
    const words = (amount: string) =>
      `At ${formatDecimal(tier.unitPrice)} a unit, the price of the tier ${bounds(price.tiers, at)}, it is ${amount}.`;
    yield { code: 'tier', price: only, words };
  }
}

function bounds(tiers: readonly Tier[], at: number): string {
  const from = at === 0 ? '0' : formatDecimal(tiers[at - 1]!.upTo!);
  const { upTo } = tiers[at]!;
  return upTo === null ? `above ${from}` : `${from} to ${formatDecimal(upTo)}`;
}

const rated = (
  { currency, period }: ComparisonInput,
  price: Price,
  usage: ComparedComponent['usage'],
): bigint =>
  ratePrice(price, { currency, period, ...usage, explain: false }).reduce(
    (sum, { amountMinor }) => sum + amountMinor,
    0n,
  );

const rate = (ratePpm: bigint): string =>
  `${formatDecimal((ratePpm * (DECIMAL_ONE / 10_000n)) as Decimal)} %`;
