import {
  type Draft,
  type DraftPrice,
  type DraftTier,
  isTiered,
  MODEL_FIELDS,
  MODIFIER_FIELDS,
  NUMBER_FIELDS,
  newPrice,
  readsEvents,
} from '@/components/calculator/draft';
import { PRICE_KINDS, PRICE_MODELS } from '@/lib/domain/pricing/price';
import type { PreviewUsage, PricePreviewRequest } from '@/lib/domain/rating/preview-request';

/** The request of POST /api/v1/price-preview that a draft stands for; prices keep their places, so issues point back. */
export function toRequest(draft: Draft): PricePreviewRequest {
  const hasService = draft.serviceFrom !== '' && draft.serviceTo !== '';
  return {
    currency: draft.currency,
    period: { from: draft.from, to: draft.to },
    ...(hasService && { service: { from: draft.serviceFrom, to: draft.serviceTo } }),
    ...(draft.quantity !== '' && { quantity: draft.quantity }),
    prices: draft.prices.map(toPlan),
    ...meters('usage', draft.usage, draft.prices),
    ...meters('cumulativeBefore', draft.before, draft.prices),
  };
}

function toPlan(price: DraftPrice): Record<string, unknown> {
  const { key, kind, model, meter, numbers, divideBy, round } = price;
  const given = [...MODEL_FIELDS[model], ...MODIFIER_FIELDS].flatMap((name) => {
    const value = numbers[name] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return {
    key,
    kind,
    ...(kind === 'usage' && { meter }),
    model,
    ...Object.fromEntries(given),
    ...(isTiered(model) && { tiers: price.tiers.map((tier) => toTier(tier, price)) }),
    ...(divideBy !== '' && { unitConversion: { divideBy, round } }),
    ...(price.chargeWhenZero && { chargeWhenZero: true }),
    ...(price.prorate && kind === 'recurring' && { prorate: true }),
  };
}

function toTier(
  { upTo, unitPrice, flatFee }: DraftTier,
  { model, tiers }: DraftPrice,
): Record<string, unknown> {
  const isLast = tiers.at(-1)?.upTo === upTo && upTo === '';
  const price = model === 'graduated_percentage' ? { rate: unitPrice } : { unitPrice };
  return {
    upTo: isLast ? null : upTo,
    ...(model !== 'stairstep' && unitPrice !== '' && price),
    ...(flatFee !== '' && { flatFee }),
  };
}

function meters(
  name: 'usage' | 'cumulativeBefore',
  given: Record<string, string>,
  prices: readonly DraftPrice[],
): Partial<PricePreviewRequest> {
  const read = new Set(prices.filter((price) => price.kind === 'usage').map((price) => price.meter));
  const entries = Object.entries(given).filter(([meter, text]) => read.has(meter) && text.trim() !== '');
  if (entries.length === 0) return {};
  const usage = entries.map(([meter, text]): [string, PreviewUsage] => [
    meter,
    readsEvents(prices, meter) ? { events: text.trim().split(/[\s;]+/) } : text.trim(),
  ]);
  return { [name]: Object.fromEntries(usage) };
}

/** A draft from a request we wrote earlier (an address, an example). Null when it is none. */
export function fromRequest(json: unknown): Draft | null {
  if (!isRecord(json) || !isRecord(json.period) || !Array.isArray(json.prices)) return null;
  const prices = json.prices.map((plan, index) => fromPlan(plan, String(index)));
  if (prices.length > 50 || prices.some((price) => price === null)) return null;
  const service = isRecord(json.service) ? json.service : {};
  return {
    currency: text(json.currency) || 'EUR',
    from: day(json.period.from),
    to: day(json.period.to),
    serviceFrom: day(service.from),
    serviceTo: day(service.to),
    quantity: text(json.quantity),
    prices: prices as DraftPrice[],
    usage: readMeters(json.usage),
    before: readMeters(json.cumulativeBefore),
  };
}

function fromPlan(plan: unknown, id: string): DraftPrice | null {
  if (!isRecord(plan)) return null;
  const kind = PRICE_KINDS.find((known) => known === plan.kind);
  const model = PRICE_MODELS.find((known) => known === plan.model);
  if (!kind || !model) return null;
  const conversion = isRecord(plan.unitConversion) ? plan.unitConversion : {};
  const numbers = NUMBER_FIELDS.map((name) => [name, text(plan[name])]).filter(([, value]) => value !== '');
  const base = newPrice(id, text(plan.key), model);
  return {
    ...base,
    kind,
    meter: text(plan.meter) || text(plan.key),
    numbers: Object.fromEntries(numbers),
    tiers: Array.isArray(plan.tiers) ? plan.tiers.filter(isRecord).map(fromTier) : base.tiers,
    divideBy: text(conversion.divideBy),
    round: conversion.round === 'up' || conversion.round === 'down' ? conversion.round : 'none',
    chargeWhenZero: plan.chargeWhenZero === true,
    prorate: plan.prorate === true,
  };
}

const fromTier = (tier: Record<string, unknown>): DraftTier => ({
  upTo: text(tier.upTo),
  unitPrice: text(tier.unitPrice) || text(tier.rate),
  flatFee: text(tier.flatFee),
});

function readMeters(given: unknown): Record<string, string> {
  if (!isRecord(given)) return {};
  return Object.fromEntries(
    Object.entries(given).map(([meter, usage]) => [
      meter,
      isRecord(usage) && Array.isArray(usage.events) ? usage.events.map(text).join('\n') : text(usage),
    ]),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 2_000) : typeof value === 'number' ? String(value) : '';

/** A date box takes a whole date or none. */
const day = (value: unknown): string => (/^\d{4}-\d{2}-\d{2}$/.test(text(value)) ? text(value) : '');
