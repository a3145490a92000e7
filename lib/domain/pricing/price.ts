import type { Decimal } from '@/lib/domain/money/decimal';

export type PriceKind = 'one_time' | 'recurring' | 'usage';

export const PRICE_KINDS: readonly PriceKind[] = ['one_time', 'recurring', 'usage'];

/** Bounds are (previous upTo, upTo]; the last tier has none. In `graduated_percentage` unitPrice is the tier's rate. */
export type Tier = { readonly upTo: Decimal | null; readonly unitPrice: Decimal; readonly flatFee: Decimal };

export type UnitConversion = { readonly divideBy: Decimal; readonly round: 'up' | 'down' | 'none' };

/** What every component may carry. Amounts are decimals in major units of the currency the plan is sold in. */
export type PriceCommon = {
  readonly key: string;
  readonly kind: PriceKind;
  /** Which running total a usage component prices. */
  readonly meter?: string;
  /** Usage with one of the listed values in every named attribute is priced here, and nowhere else. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
  /** Recurring: only the days of service are charged. Off: a started period is charged whole. */
  readonly prorate?: boolean;
  /** Whether the first tier's flat fee is due at zero. */
  readonly chargeWhenZero?: boolean;
  readonly unitConversion?: UnitConversion;
  readonly includedUnits?: Decimal;
  /** 0 to 100. */
  readonly discountPercent?: Decimal;
  readonly discountAmount?: Decimal;
  readonly maximumSpend?: Decimal;
  readonly minimumSpend?: Decimal;
  /** The balance of credits that may pay for this component. */
  readonly prepaidCredits?: Decimal;
  readonly invoicing?: 'advance' | 'arrears';
};

export type FlatPrice = PriceCommon & { readonly model: 'flat'; readonly amount: Decimal };

export type PerUnitPrice = PriceCommon & { readonly model: 'per_unit'; readonly unitPrice: Decimal };

export type TieredPrice = PriceCommon & {
  readonly model: 'graduated' | 'volume' | 'stairstep' | 'graduated_percentage';
  readonly tiers: readonly Tier[];
};

export type PackagePrice = PriceCommon & {
  readonly model: 'package';
  readonly size: Decimal;
  readonly amount: Decimal;
};

export type PercentagePrice = PriceCommon & {
  readonly model: 'percentage';
  /** A share of one: 0.013 is 1.3 %. */
  readonly rate: Decimal;
  readonly fixedFee?: Decimal;
  readonly freeEvents?: bigint;
  readonly freeAmount?: Decimal;
  readonly minPerEvent?: Decimal;
  readonly maxPerEvent?: Decimal;
};

export type DynamicPrice = PriceCommon & { readonly model: 'dynamic' };

/** A price component: one way to turn a quantity or an amount into a charge. */
export type Price = FlatPrice | PerUnitPrice | TieredPrice | PackagePrice | PercentagePrice | DynamicPrice;

export type PriceModel = Price['model'];

export const PRICE_MODELS: readonly PriceModel[] = [
  'flat',
  'per_unit',
  'graduated',
  'volume',
  'stairstep',
  'package',
  'percentage',
  'graduated_percentage',
  'dynamic',
];

/** These read a transacted amount, which only usage has. */
export const AMOUNT_MODELS: ReadonlySet<PriceModel> = new Set<PriceModel>([
  'percentage',
  'graduated_percentage',
  'dynamic',
]);
