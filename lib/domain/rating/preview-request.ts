import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { errorIssue, fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import { contains, type Period } from '@/lib/domain/period/period';
import { joinPath, readDecimal, shown } from '@/lib/domain/pricing/field-reader';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import type { Aggregation } from '@/lib/domain/rating/aggregate';
import { type MeterUsage, readMeterUsage } from '@/lib/domain/rating/preview-usage';

/** A decimal as text, or a whole JSON number. */
export type NumberText = string | number;

export type PreviewEvent =
  | NumberText
  | {
      amount: NumberText;
      at?: string | undefined;
      attributes?: Record<string, string> | undefined;
      uniqueKey?: string | undefined;
    };

export type PreviewUsage =
  | NumberText
  | { events: readonly PreviewEvent[]; aggregation?: Aggregation | undefined };

/** What `npm run price`, POST /api/v1/price-preview and the calculator ask; the contract is in the API reference. */
export type PricePreviewRequest = {
  currency: string;
  period: { from: string; to: string };
  service?: { from: string; to: string } | null | undefined;
  quantity?: NumberText | null | undefined;
  prices: readonly unknown[];
  usage?: Record<string, PreviewUsage> | null | undefined;
  /** Per meter: what was priced before in the same period. */
  cumulativeBefore?: Record<string, PreviewUsage> | null | undefined;
  /** Per price key: what was charged before in the same period, where it counts towards maximum and minimum as it is. */
  chargedBefore?: Record<string, NumberText> | null | undefined;
};

export type PreviewInput = {
  currency: Currency;
  period: Period;
  service: Period | null;
  quantity: Decimal | null;
  prices: readonly Price[];
  usage: ReadonlyMap<string, MeterUsage>;
  before: ReadonlyMap<string, MeterUsage>;
  chargedBeforeMinor: ReadonlyMap<string, bigint>;
};

/** Reads a request's texts; every mistake is reported at once, under the path where it stands. */
export function readPreviewRequest(request: PricePreviewRequest): Result<PreviewInput> {
  const issues: Issue[] = [];
  const period = readPeriod(request.period, 'period', issues);
  const service = request.service ? readPeriod(request.service, 'service', issues) : null;
  if (period && service && !contains(period, service)) {
    const message = `The service ${service.from} to ${service.to} is not inside the period ${period.from} to ${period.to}.`;
    issues.push(errorIssue('service_outside_period', 'service', message));
  }
  const quantity = readQuantity(request.quantity, issues);
  const usage = readMeters(request.usage, 'usage', issues);
  const before = readMeters(request.cumulativeBefore, 'cumulativeBefore', issues);
  if (!isCurrency(request.currency)) {
    const message = `${shown(request.currency)} is not an ISO 4217 currency code such as EUR.`;
    // The prices still get read, by an ordinary currency, so that all their mistakes show in one go.
    readPrices(request.prices, 'EUR' as Currency, issues);
    return fail([errorIssue('unknown_currency', 'currency', message), ...issues]);
  }
  const { currency } = request;
  const prices = readPrices(request.prices, currency, issues);
  const chargedBeforeMinor = readChargedBefore(request.chargedBefore, currency, prices, issues);
  if (period === null || issues.some(({ severity }) => severity === 'error')) return fail(issues);
  return ok({ currency, period, service, quantity, prices, usage, before, chargedBeforeMinor }, issues);
}

function readPeriod(given: { from: string; to: string }, path: string, issues: Issue[]): Period | null {
  const from = readDate(given.from, joinPath(path, 'from'), issues);
  const to = readDate(given.to, joinPath(path, 'to'), issues);
  if (from === null || to === null) return null;
  if (from < to) return { from, to };
  const message =
    from === to
      ? `The ${path} has no day in it: ${to} is the first day after it, and it starts on ${from}.`
      : `The ${path} ends on ${to}, before it starts on ${from}.`;
  issues.push(errorIssue(from === to ? 'period_empty' : 'period_reversed', path, message));
  return null;
}

function readDate(text: string, path: string, issues: Issue[]): CivilDate | null {
  const date = parseCivilDate(text);
  if (date === null) {
    issues.push(
      errorIssue('invalid_date', path, `${shown(text)} is not a day of the calendar as YYYY-MM-DD.`),
    );
  }
  return date;
}

function readQuantity(given: NumberText | null | undefined, issues: Issue[]): Decimal | null {
  if (given === undefined || given === null) return null;
  const quantity = readDecimal(given, 'quantity', issues);
  if (quantity === null || quantity >= 0n) return quantity;
  issues.push(
    errorIssue(
      'negative',
      'quantity',
      `The quantity ${given} is below zero; nobody has fewer than no seats.`,
    ),
  );
  return null;
}

function readMeters(
  given: Record<string, PreviewUsage> | null | undefined,
  path: string,
  issues: Issue[],
): Map<string, MeterUsage> {
  const meters = new Map<string, MeterUsage>();
  for (const [meter, value] of Object.entries(given ?? {})) {
    const usage = readMeterUsage(value, joinPath(path, meter), issues);
    if (usage !== null) meters.set(meter, usage);
  }
  return meters;
}

function readPrices(given: readonly unknown[], currency: Currency, issues: Issue[]): Price[] {
  if (given.length === 0) issues.push(errorIssue('prices_empty', 'prices', 'prices has at least one price.'));
  const prices: Price[] = [];
  const pathByKey = new Map<string, string>();
  for (const [index, json] of given.entries()) {
    const path = joinPath('prices', index);
    const result = parsePrice(json, { currency, path });
    issues.push(...result.issues);
    if (!result.ok) continue;
    const { key } = result.value;
    const earlier = pathByKey.get(key);
    if (earlier === undefined) pathByKey.set(key, path);
    else
      issues.push(
        errorIssue('duplicate_key', joinPath(path, 'key'), `The key ${key} is already that of ${earlier}.`),
      );
    prices.push(result.value);
  }
  return prices;
}

function readChargedBefore(
  given: Record<string, NumberText> | null | undefined,
  currency: Currency,
  prices: readonly Price[],
  issues: Issue[],
): Map<string, bigint> {
  const charged = new Map<string, bigint>();
  for (const [key, value] of Object.entries(given ?? {})) {
    const path = joinPath('chargedBefore', key);
    if (!prices.some((price) => price.key === key)) {
      issues.push(errorIssue('unknown_price', path, `No price has the key ${key}.`));
      continue;
    }
    const amount = readDecimal(value, path, issues);
    if (amount === null) continue;
    const parsed = parseMoney(String(value), currency);
    if (parsed !== null) charged.set(key, parsed.amountMinor);
    else {
      const zero = formatMinor(0n, currency);
      issues.push(
        errorIssue(
          'too_many_decimals',
          path,
          `An amount of ${currency} is written like ${zero}, not ${value}.`,
        ),
      );
    }
  }
  return charged;
}
