import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { Price, Tier } from '@/lib/domain/pricing/price';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** A price component as the JSON that parsePrice reads back to the same price: decimals as text, absent fields left out. */
export function serializePrice(price: Price): { [name: string]: JsonValue } {
  const json: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(price)) {
    if (name === 'tiers' || name === 'unitConversion' || name === 'when' || value === undefined) continue;
    json[name] = typeof value === 'bigint' ? serializeNumber(name, value) : (value as string | boolean);
  }
  if (price.when)
    json.when = Object.fromEntries(Object.entries(price.when).map(([name, values]) => [name, [...values]]));
  if (price.unitConversion) {
    json.unitConversion = {
      divideBy: formatDecimal(price.unitConversion.divideBy),
      round: price.unitConversion.round,
    };
  }
  if ('tiers' in price) json.tiers = price.tiers.map((tier) => serializeTier(tier, price.model));
  return json;
}

// freeEvents is the one count among the decimals.
function serializeNumber(name: string, value: bigint): JsonValue {
  return name === 'freeEvents' ? value.toString() : formatDecimal(value as Decimal);
}

function serializeTier(tier: Tier, model: Price['model']): JsonValue {
  const upTo = tier.upTo === null ? null : formatDecimal(tier.upTo);
  const unit = formatDecimal(tier.unitPrice);
  const flatFee = formatDecimal(tier.flatFee);
  if (model === 'stairstep') return { upTo, flatFee };
  return model === 'graduated_percentage'
    ? { upTo, rate: unit, flatFee }
    : { upTo, unitPrice: unit, flatFee };
}
