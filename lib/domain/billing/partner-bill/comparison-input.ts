import type { Currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import type { Period } from '@/lib/domain/period/period';
import type { Price } from '@/lib/domain/pricing/price';
import type { RatingInput } from '@/lib/domain/rating/rate';

/** A usage price of one of the account's products, with what was measured for it. */
export type ComparedComponent = {
  name: string;
  price: Price;
  unit: string | null;
  usage: Pick<RatingInput, 'usage' | 'eventCount' | 'events'>;
  /** Other versions of the same price, and how to call them. */
  versions: readonly { label: string; price: Price }[];
  /** What the meter had in other periods, and how to call them. */
  elsewhen: readonly { label: string; usage: Pick<RatingInput, 'usage' | 'eventCount' | 'events'> }[];
};

/** What the partner's bills charge the account for the offering in the cycle. */
export type PartnerSide = {
  /** In the account's currency, exact. */
  amount: Decimal;
  lineCount: number;
  /** Null when the lines disagree on the unit or one has no quantity. */
  quantity: Decimal | null;
  unit: string | null;
  /** Equal lines beyond the first of their kind. */
  repeated: { lineCount: number; amount: Decimal };
  /** Lines for days outside the cycle. */
  outside: { lineCount: number; amount: Decimal };
  /** Lines in another currency than the account's, which wait. */
  foreign: readonly { currency: string; amount: Decimal }[];
  /** Services on the account's lines that nobody has mapped, so that they are compared with nothing. */
  unmapped: readonly { service: string; amount: Decimal }[];
};

export type ComparisonInput = {
  currency: Currency;
  period: Period;
  components: readonly ComparedComponent[];
  partner: PartnerSide;
  /** Tax rates that the account's charges may have, for telling net from gross. */
  taxRatesPpm: readonly bigint[];
  /** Of the hub's amount: 1 is 1 %. */
  tolerancePercent: Decimal;
};

export type DifferenceCode =
  | 'same'
  | 'rounding'
  | 'duplicate_lines'
  | 'missing_usage'
  | 'price_version'
  | 'tier'
  | 'included_units'
  | 'discount'
  | 'tax'
  | 'currency'
  | 'other_period'
  | 'service_not_mapped'
  | 'not_on_bill'
  | 'no_usage'
  | 'unexplained';

export const decimalOfMinor = (minor: bigint, currency: Currency): Decimal =>
  (exactFromMinor(minor, currency) / 10n ** 15n) as bigint as Decimal;

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const amountText = (minor: bigint, currency: Currency): string =>
  `${formatMinor(minor, currency)} ${currency}`;

/** "GB" and "gbs" are one unit; MB and GB are not. */
export const sameUnit = (a: string, b: string): boolean => plainUnit(a) === plainUnit(b);

const plainUnit = (unit: string): string =>
  unit
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/s$/, '');
