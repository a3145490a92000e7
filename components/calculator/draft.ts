import { AMOUNT_MODELS, type PriceKind, type PriceModel } from '@/lib/domain/pricing/price';

/** A plan as it is being typed: every number is the text in its box, and an empty box is absent from the request. */
export type Draft = {
  currency: string;
  from: string;
  to: string;
  /** The days of service inside the period; empty means all of it. */
  serviceFrom: string;
  serviceTo: string;
  /** Seats, for recurring and one-time components. */
  quantity: string;
  prices: DraftPrice[];
  /** By meter: a quantity, or the events' amounts where one of its prices looks at each. */
  usage: Record<string, string>;
  before: Record<string, string>;
};

export type DraftTier = { upTo: string; unitPrice: string; flatFee: string };

export type NumberField = (typeof NUMBER_FIELDS)[number];

export type DraftPrice = {
  /** Only for React's lists. */
  id: string;
  key: string;
  kind: PriceKind;
  model: PriceModel;
  meter: string;
  numbers: Partial<Record<NumberField, string>>;
  tiers: DraftTier[];
  divideBy: string;
  round: 'up' | 'down' | 'none';
  chargeWhenZero: boolean;
  prorate: boolean;
};

export const NUMBER_FIELDS = [
  'amount',
  'unitPrice',
  'size',
  'rate',
  'fixedFee',
  'freeEvents',
  'freeAmount',
  'minPerEvent',
  'maxPerEvent',
  'includedUnits',
  'discountPercent',
  'discountAmount',
  'minimumSpend',
  'maximumSpend',
  'prepaidCredits',
] as const;

/** The boxes of each model, in order; the tiered ones have the tier editor. */
export const MODEL_FIELDS: Record<PriceModel, readonly NumberField[]> = {
  flat: ['amount'],
  per_unit: ['unitPrice'],
  graduated: [],
  volume: [],
  stairstep: [],
  package: ['amount', 'size'],
  percentage: ['rate', 'fixedFee', 'freeEvents', 'freeAmount', 'minPerEvent', 'maxPerEvent'],
  graduated_percentage: [],
  dynamic: [],
};

export const MODIFIER_FIELDS: readonly NumberField[] = [
  'includedUnits',
  'discountPercent',
  'discountAmount',
  'minimumSpend',
  'maximumSpend',
  'prepaidCredits',
];

const TIERED: ReadonlySet<PriceModel> = new Set<PriceModel>([
  'graduated',
  'volume',
  'stairstep',
  'graduated_percentage',
]);

export const isTiered = (model: PriceModel): boolean => TIERED.has(model);

/** Whether a meter's usage is typed as a list of amounts rather than as one quantity. */
export const readsEvents = (prices: readonly DraftPrice[], meter: string): boolean =>
  prices.some((price) => price.kind === 'usage' && price.meter === meter && AMOUNT_MODELS.has(price.model));

export function newPrice(id: string, key: string, model: PriceModel = 'per_unit'): DraftPrice {
  return {
    id,
    key,
    kind: 'usage',
    model,
    meter: key,
    numbers: { amount: '10', unitPrice: '0.05', size: '100', rate: '0.013' },
    tiers: [
      { upTo: '100', unitPrice: '0.10', flatFee: '' },
      { upTo: '', unitPrice: '0.05', flatFee: '' },
    ],
    divideBy: '',
    round: 'none',
    chargeWhenZero: false,
    prorate: false,
  };
}

/** Another model keeps what was typed; one that reads transacted amounts makes the price a usage price. */
export function changeModel(price: DraftPrice, model: PriceModel): DraftPrice {
  const kind = AMOUNT_MODELS.has(model) ? 'usage' : price.kind;
  return {
    ...price,
    model,
    kind,
    tiers: price.tiers.map((tier, index) => tierFor(model, price, tier, index)),
  };
}

/** A stairstep's tiers need fees, and rates are no unit prices: both start from a sensible number. */
function tierFor(model: PriceModel, before: DraftPrice, tier: DraftTier, index: number): DraftTier {
  const wasRate = before.model === 'graduated_percentage';
  if (model === 'stairstep') return { ...tier, flatFee: tier.flatFee || String(10 * (index + 1)) };
  if (model === 'graduated_percentage' && !wasRate)
    return { ...tier, unitPrice: index === 0 ? '0.02' : '0.01' };
  if (wasRate && model !== before.model) return { ...tier, unitPrice: index === 0 ? '0.10' : '0.05' };
  return tier.unitPrice === '' ? { ...tier, unitPrice: '0.05' } : tier;
}

/** A new key takes its meter and usage along while they share the name. */
export function renamePrice(draft: Draft, id: string, key: string): Draft {
  const price = draft.prices.find((candidate) => candidate.id === id);
  if (!price) return draft;
  const followsKey = price.meter === price.key;
  const prices = draft.prices.map((candidate) =>
    candidate.id === id ? { ...candidate, key, meter: followsKey ? key : candidate.meter } : candidate,
  );
  if (!followsKey) return { ...draft, prices };
  const shared = prices.some((candidate) => candidate.id !== id && candidate.meter === price.key);
  return {
    ...draft,
    prices,
    usage: shared
      ? { ...draft.usage, [key]: draft.usage[price.key] ?? '' }
      : renameEntry(draft.usage, price.key, key),
    before: shared ? draft.before : renameEntry(draft.before, price.key, key),
  };
}

function renameEntry(record: Record<string, string>, from: string, to: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name === from ? to : name, value]),
  );
}
