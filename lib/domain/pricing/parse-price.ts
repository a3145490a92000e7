import type { Currency } from '@/lib/domain/money/currency';
import { currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, DECIMAL_SCALE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { errorIssue, fail, type Issue, ok, type Result, warningIssue } from '@/lib/domain/money/issue';
import { FieldReader, isObject, shown } from '@/lib/domain/pricing/field-reader';
import { parseTiers } from '@/lib/domain/pricing/parse-tiers';
import {
  AMOUNT_MODELS,
  PRICE_KINDS,
  PRICE_MODELS,
  type Price,
  type PriceCommon,
  type PriceKind,
  type PriceModel,
  type UnitConversion,
} from '@/lib/domain/pricing/price';

type Context = { readonly currency: Currency; readonly path?: string };

/**
 * Reads one price component of a plan: decimals as text in major units, null as absent, nothing unknown.
 * Fails with every mistake at once, each with code and path: required, unknown_field, unknown_kind, unknown_model, invalid_type,
 * invalid_decimal, inexact_number, negative, not_positive, tiers_empty, tiers_not_ascending, last_tier_bounded, tier_unbounded,
 * unit_price_in_stairstep, percent_above_100, too_many_decimals, minimum_above_maximum, model_needs_usage, reserved_key, when_empty,
 * conversion_per_event. Fields that change nothing here are a warning: field_without_effect, rate_above_one.
 * Example: { key: 'sms', kind: 'usage', meter: 'sms', model: 'per_unit', unitPrice: '0.05' }.
 */
export function parsePrice(json: unknown, { currency, path = '' }: Context): Result<Price> {
  if (!isObject(json))
    return fail(errorIssue('invalid_type', path, `A price is an object, not ${shown(json)}.`));
  const issues: Issue[] = [];
  const reader = new FieldReader(json, path, issues);
  const key = readKey(reader);
  const kind = reader.oneOf('kind', PRICE_KINDS, 'unknown_kind', true);
  const model = reader.oneOf('model', PRICE_MODELS, 'unknown_model', true);
  // Without a kind and a model there is no telling which other fields belong.
  if (kind === undefined || model === undefined) return fail(issues);

  if (AMOUNT_MODELS.has(model) && kind !== 'usage') {
    reader.report(
      'model_needs_usage',
      'kind',
      `A ${model} price reads transacted amounts, so its kind is usage.`,
    );
  }
  const common = readCommon(reader, kind, currency);
  const price = readModel(reader, model, { key: key ?? '', kind, ...common });
  reader.reportUnknown(`A ${model} price`);
  checkRate(reader, price);
  checkFlat(reader, price);
  if (price === undefined || issues.some((issue) => issue.severity === 'error')) return fail(issues);
  return ok(price, issues);
}

const RESERVED_SUFFIX = /:(maximum|minimum|credit)$/;

function readKey(reader: FieldReader): string | undefined {
  const key = reader.text('key', true);
  if (key !== undefined && RESERVED_SUFFIX.test(key)) {
    reader.report(
      'reserved_key',
      'key',
      `A key does not end in :maximum, :minimum or :credit, as ${key} does.`,
    );
  }
  return key;
}

type CommonFields = Omit<PriceCommon, 'key' | 'kind'>;

function readCommon(reader: FieldReader, kind: PriceKind, currency: Currency): CommonFields {
  const isUsage = kind === 'usage';
  const fields = {
    meter: reader.text('meter', isUsage),
    when: readWhen(reader),
    prorate: reader.flag('prorate'),
    chargeWhenZero: reader.flag('chargeWhenZero'),
    unitConversion: readUnitConversion(reader),
    includedUnits: reader.decimal('includedUnits'),
    discountPercent: readPercent(reader),
    discountAmount: reader.decimal('discountAmount'),
    maximumSpend: readAmountOfCurrency(reader, 'maximumSpend', currency),
    minimumSpend: readAmountOfCurrency(reader, 'minimumSpend', currency),
    prepaidCredits: readAmountOfCurrency(reader, 'prepaidCredits', currency),
    invoicing: reader.oneOf('invoicing', ['advance', 'arrears'] as const, 'unknown_invoicing'),
  };
  const { maximumSpend, minimumSpend } = fields;
  if (maximumSpend !== undefined && minimumSpend !== undefined && minimumSpend > maximumSpend) {
    const message = `minimumSpend ${formatDecimal(minimumSpend)} is above maximumSpend ${formatDecimal(maximumSpend)}.`;
    reader.report('minimum_above_maximum', 'minimumSpend', message);
  }
  if (!isUsage && fields.meter !== undefined) warnNoEffect(reader, 'meter', `a ${kind} price has no meter`);
  if (!isUsage && fields.when !== undefined)
    warnNoEffect(reader, 'when', `a ${kind} price has no usage to choose from`);
  if (kind !== 'recurring' && fields.prorate)
    warnNoEffect(reader, 'prorate', `a ${kind} price has no days to share`);
  return withoutUndefined(fields);
}

function readModel(reader: FieldReader, model: PriceModel, common: PriceCommon): Price | undefined {
  switch (model) {
    case 'flat': {
      const amount = reader.decimal('amount', { required: true });
      return amount === undefined ? undefined : { ...common, model, amount };
    }
    case 'per_unit': {
      const unitPrice = reader.decimal('unitPrice', { required: true });
      return unitPrice === undefined ? undefined : { ...common, model, unitPrice };
    }
    case 'graduated':
    case 'volume':
    case 'stairstep':
    case 'graduated_percentage': {
      const tiers = parseTiers(reader, model);
      return tiers === undefined ? undefined : { ...common, model, tiers };
    }
    case 'package': {
      const size = reader.decimal('size', { required: true, positive: true });
      const amount = reader.decimal('amount', { required: true });
      return size === undefined || amount === undefined ? undefined : { ...common, model, size, amount };
    }
    case 'percentage':
      return readPercentage(reader, common);
    case 'dynamic':
      return { ...common, model };
  }
}

function readPercentage(reader: FieldReader, common: PriceCommon): Price | undefined {
  const rate = reader.decimal('rate', { required: true });
  const optional = {
    fixedFee: reader.decimal('fixedFee'),
    freeEvents: readCount(reader, 'freeEvents'),
    freeAmount: reader.decimal('freeAmount'),
    minPerEvent: reader.decimal('minPerEvent'),
    maxPerEvent: reader.decimal('maxPerEvent'),
  };
  const { minPerEvent, maxPerEvent } = optional;
  if (minPerEvent !== undefined && maxPerEvent !== undefined && minPerEvent > maxPerEvent) {
    const message = `minPerEvent ${formatDecimal(minPerEvent)} is above maxPerEvent ${formatDecimal(maxPerEvent)}.`;
    reader.report('minimum_above_maximum', 'minPerEvent', message);
  }
  const perEvent = minPerEvent !== undefined || maxPerEvent !== undefined;
  if (perEvent && common.unitConversion !== undefined && common.unitConversion.round !== 'none') {
    const message = 'With a minimum or maximum per event, units are converted without rounding.';
    reader.report('conversion_per_event', 'unitConversion', message);
  }
  return rate === undefined
    ? undefined
    : { ...common, model: 'percentage', rate, ...withoutUndefined(optional) };
}

function readCount(reader: FieldReader, name: string): bigint | undefined {
  const value = reader.decimal(name);
  if (value === undefined) return undefined;
  if (value % DECIMAL_ONE === 0n) return value / DECIMAL_ONE;
  reader.report('not_whole', name, `${name} is a whole number, and ${formatDecimal(value)} is not.`);
  return undefined;
}

function readPercent(reader: FieldReader): Decimal | undefined {
  const percent = reader.decimal('discountPercent');
  if (percent === undefined || percent <= 100n * DECIMAL_ONE) return percent;
  const message = `discountPercent is 0 to 100, and ${formatDecimal(percent)} is not.`;
  reader.report('percent_above_100', 'discountPercent', message);
  return undefined;
}

/** Spends and credits become lines as they are, so they must be payable in the currency. */
function readAmountOfCurrency(reader: FieldReader, name: string, currency: Currency): Decimal | undefined {
  const value = reader.decimal(name);
  const decimals = currencyExponent(currency);
  if (value === undefined || value % 10n ** BigInt(DECIMAL_SCALE - decimals) === 0n) return value;
  const message = `${name} ${formatDecimal(value)} has more than the ${decimals} decimals of ${currency}.`;
  reader.report('too_many_decimals', name, message);
  return undefined;
}

function readUnitConversion(reader: FieldReader): UnitConversion | undefined {
  const fields = reader.object('unitConversion');
  if (fields === undefined) return undefined;
  const divideBy = fields.decimal('divideBy', { required: true, positive: true });
  const round = fields.oneOf('round', ['up', 'down', 'none'] as const, 'unknown_rounding') ?? 'none';
  fields.reportUnknown('unitConversion');
  return divideBy === undefined ? undefined : { divideBy, round };
}

function readWhen(reader: FieldReader): Record<string, readonly string[]> | undefined {
  const fields = reader.object('when');
  if (fields === undefined) return undefined;
  const names = fields.names();
  if (names.length === 0)
    fields.report('when_empty', '', 'when names at least one attribute, or is left out.');
  const entries = names.map((name): [string, string[]] => {
    const values = fields.list(name, true) ?? [];
    const texts = values.filter((value): value is string => typeof value === 'string');
    if (texts.length === 0 || texts.length !== values.length) {
      fields.report('when_empty', name, `when.${name} is a list of texts with at least one in it.`);
    }
    return [name, texts];
  });
  return Object.fromEntries(entries);
}

function checkRate(reader: FieldReader, price: Price | undefined): void {
  if (price?.model === 'percentage' && price.rate > DECIMAL_ONE) warnRate(reader, 'rate', price.rate);
  if (price?.model !== 'graduated_percentage') return;
  for (const [index, tier] of price.tiers.entries()) {
    if (tier.unitPrice > DECIMAL_ONE) warnRate(reader, `tiers.${index}.rate`, tier.unitPrice);
  }
}

function checkFlat(reader: FieldReader, price: Price | undefined): void {
  if (price?.model !== 'flat') return;
  const reason = 'a flat price counts no units';
  if (price.unitConversion !== undefined) warnNoEffect(reader, 'unitConversion', reason);
  if (price.includedUnits !== undefined && price.includedUnits !== 0n)
    warnNoEffect(reader, 'includedUnits', reason);
}

function warnRate(reader: FieldReader, name: string, rate: Decimal): void {
  const message = `The rate ${formatDecimal(rate)} is more than the whole amount; 1.3 % is written 0.013.`;
  reader.issues.push(warningIssue('rate_above_one', reader.pathOf(name), message));
}

function warnNoEffect(reader: FieldReader, name: string, reason: string): void {
  reader.issues.push(
    warningIssue('field_without_effect', reader.pathOf(name), `${name} changes nothing: ${reason}.`),
  );
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
