import type {
  CsvAmount,
  CsvBillMapping,
  CsvPeriod,
  RowSkip,
} from '@/lib/domain/billing/partner-bill/csv-mapping';
import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';
import { amountReader } from '@/lib/domain/billing/partner-bill/read-csv-amount';
import { isCurrency } from '@/lib/domain/money/currency';
import { type SampleColumns, separatorsOf, timeFormatOf } from '@/lib/domain/usage/suggest-mapping';

type Column = SampleColumns[number];

/**
 * A first guess at a mapping of a partner's CSV, from the names of its columns and what is in them, for a person to put right.
 * `currency` and `timeZone` stand in for what the file does not say.
 */
export function suggestCsvMapping(
  columns: SampleColumns,
  { currency, timeZone }: { currency: string; timeZone: string },
): CsvBillMapping {
  const taker = new Taker(columns);
  const money = taker.take(CURRENCY, (values) => most(values, isCurrency));
  const from = taker.take(FROM, isTimes);
  const to = taker.take(TO, isTimes);
  const amount = taker.best(AMOUNT, areAmounts) ?? taker.take(/./, areFractions);
  const quantity = taker.take(QUANTITY, areAmounts);
  const lineId = taker.take(LINE_ID, areDistinct);
  const account = taker.take(ACCOUNT);
  const payer = taker.take(PAYER);
  const accountName = taker.take(ACCOUNT_NAME);
  const taxCode = taker.take(TAX);
  const category = taker.take(CHARGE_CATEGORY, isCategories);
  const service = taker.take(SERVICE);
  const description = taker.take(DESCRIPTION);
  const unit = taker.take(UNIT);
  const first = columns[0]?.name ?? '#1';
  const whose = account ?? payer;
  const skip = whose ? totalsOf(whose, amount) : [];
  return {
    ...(skip.length > 0 && { skip }),
    ...(account || !payer ? { account: { fields: [account?.name ?? first] } } : {}),
    ...(payer && { payer: { fields: [payer.name] } }),
    ...(accountName && { accountName: { fields: [accountName.name] } }),
    service: { fields: [service?.name ?? description?.name ?? first] },
    ...(category && { chargeCategory: { fields: [category.name], ...categoryValues(category) } }),
    ...(description && { description: { fields: [description.name] } }),
    ...(quantity && { quantity: { fields: [quantity.name], ...separatorsOf(filled(quantity)) } }),
    ...(unit && { unit: { fields: [unit.name] } }),
    currency: money ? { fields: [money.name] } : { constant: currency },
    amount: amountOf(amount, first),
    period: periodOf(from, to, timeZone),
    ...(lineId && { lineId: { fields: [lineId.name] } }),
    ...(taxCode && { taxCode: { fields: [taxCode.name] } }),
  };
}

const AMOUNT =
  /^(net|netto|amount|betrag|kwota|montant|importe|importo|total|cost|charge|price|value|suma|wartość)|(net|amount|betrag|netto|cost|total|kwota)\b/i;
const NET = /net|exkl|excl|ohne|bez/i;
const GROSS = /gross|brutto|incl|inkl|tax|vat|mwst|ust\b|unit|rate|einzel/i;
const QUANTITY =
  /^(quantity|qty|volume|menge|anzahl|ilość|ilosc|quantité|units?|usage|count|minutes|gb|mb)$|(_| )(qty|quantity|volume)$/i;
const UNIT = /^(unit|einheit|jednostka|uom|unité|measure)/i;
const CURRENCY = /curr|währung|waehrung|waluta|devise|moneda|ccy|^iso$/i;
const FROM = /from|start|begin|^von|^od$|^od[ _]|since|ab$|date|datum|data|^(day|tag|dzień|month|monat)$/i;
const TO = /(^|[ _-])to($|[ _-])|end|until|through|^bis|^do$|^do[ _]|till/i;
const LINE_ID =
  /^(id|nr|no|#)\.?$|(line|row|item|position|pos|charge|record)[ _-]?(id|no|nr|number|ref)|^uuid$/i;
const ACCOUNT =
  /sub.?account|account(?!.*name)|tenant(?!.*name)|customer(?!.*name)|kunde(?!.*name)|konto|subscription|client(?!.*name)|klient(?!.*naz)|org/i;
const PAYER = /payer|billing.?account|parent|master|reseller/i;
const ACCOUNT_NAME = /(account|customer|tenant|client|kunde|org).*name|^name$|^company$|^firma$/i;
const TAX = /(tax|vat|mwst|ust|steuer).*(code|class|key|schl|categ)|^(tax|vat)$/i;
const CHARGE_CATEGORY = /categor|type|art$|kind|typ$/i;
const SERVICE = /service|product|produkt|sku|item|artikel|leistung|usługa|plan|tariff|tarif/i;
const DESCRIPTION = /desc|beschreib|bezeichn|opis|text|detail|label|note/i;

/** Each column means one thing: what is taken is gone. */
class Taker {
  readonly #left: Set<Column>;
  readonly #columns: readonly Column[];

  constructor(columns: SampleColumns) {
    this.#columns = columns;
    this.#left = new Set(columns);
  }

  take(pattern: RegExp, fits: (values: readonly string[]) => boolean = () => true): Column | null {
    const found = this.#columns.find(
      (column) => this.#left.has(column) && pattern.test(column.name) && fits(filled(column)),
    );
    if (found) this.#left.delete(found);
    return found ?? null;
  }

  /** Of several that fit: a net amount rather than a gross one or a unit price, and the last of equals, which totals stand in. */
  best(pattern: RegExp, fits: (values: readonly string[]) => boolean): Column | null {
    const found = this.#columns
      .filter((column) => this.#left.has(column) && pattern.test(column.name) && fits(filled(column)))
      .toSorted((a, b) => rank(a) - rank(b))[0];
    if (found) this.#left.delete(found);
    return found ?? null;
  }
}

const rank = ({ name }: Column): number => (NET.test(name) ? 0 : GROSS.test(name) ? 2 : 1);

const filled = ({ values }: Column): string[] => values.filter((value) => value.trim() !== '');

/** A sample may have broken rows; what holds for most of it is what was meant. */
const most = (values: readonly string[], holds: (value: string) => boolean): boolean =>
  values.filter((value) => holds(value.trim())).length * 2 > values.length;

const isTimes = (values: readonly string[]) => timeFormatOf(values) !== null;

function areAmounts(values: readonly string[]): boolean {
  const read = amountReader({ fields: ['amount'], ...separatorsOf(values) });
  return most(values, (value) => typeof read(value, '') === 'bigint');
}

const areFractions = (values: readonly string[]): boolean =>
  areAmounts(values) && values.some((value) => /\d[.,]\d/.test(value));

const areDistinct = (values: readonly string[]): boolean =>
  values.length > 0 && new Set(values).size === values.length;

const WORDS: readonly [RegExp, ChargeCategory][] = [
  [/^(usage|verbrauch|nutzung|użycie|consumption|metered|variable)/i, 'usage'],
  [
    /^(purchase|subscription|recurring|fee|grundgebühr|abo|opłata|one.?time|setup|monthly|fixed)/i,
    'purchase',
  ],
  [/^(tax|vat|steuer|mwst|podatek)/i, 'tax'],
  [/^(credit|gutschrift|refund|discount|rabatt|korekta|rebate)/i, 'credit'],
  [/^(adjust|correction|korrektur|anpassung)/i, 'adjustment'],
];

const wordOf = (text: string) => WORDS.find(([pattern]) => pattern.test(text.trim()))?.[1];

const isCategories = (values: readonly string[]): boolean =>
  values.length > 0 && most(values, (value) => wordOf(value) !== undefined);

/** Every text the sample has, in our words; what nobody knows is usage until a person says otherwise. */
function categoryValues(column: Column): { values?: Record<string, ChargeCategory> } {
  const foreign = [...new Set(filled(column))].filter((text) => wordOf(text) !== text.toLowerCase());
  if (foreign.length === 0) return {};
  return { values: Object.fromEntries(foreign.map((text) => [text, wordOf(text) ?? 'usage'])) };
}

function amountOf(column: Column | null, first: string): CsvAmount {
  if (!column) return { fields: [first] };
  return { fields: [column.name], ...separatorsOf(filled(column)) };
}

function periodOf(from: Column | null, to: Column | null, timeZone: string): CsvPeriod {
  const format = from && timeFormatOf(filled(from));
  if (!from || !format) return { kind: 'cycle' };
  const zone =
    /^unix|H|XXX/.test(format) || filled(from).some((value) => /T|Z$/.test(value)) ? { timeZone } : {};
  const last = to && timeFormatOf(filled(to));
  return {
    kind: 'columns',
    from: { fields: [from.name], format },
    ...(to && last && { to: { fields: [to.name], format: last }, toIsLastDay: endsOnLastDays(filled(to)) }),
    ...zone,
  };
}

/** People write the last day of a period, systems the first day after it: which of both, the times and first days tell. */
const endsOnLastDays = (values: readonly string[]): boolean =>
  !values.some((value) => /:/.test(value)) &&
  !most(values, (value) => /(^|\D)01\D/.test(`${value} `) && !/(^|\D)01\D01\D/.test(value));

/** A row with money and nobody to charge it to is a total. */
function totalsOf(whose: Column, amount: Column | null): RowSkip[] {
  const totals = whose.values.filter((value, row) => {
    const hasMoney = (amount?.values[row] ?? '').trim() !== '';
    return hasMoney && (value.trim() === '' || TOTAL.test(value.trim()));
  });
  if (totals.length === 0) return [];
  const words = [...new Set(totals.filter((value) => value.trim() !== ''))];
  const isEmpty = totals.some((value) => value.trim() === '');
  return [
    {
      field: whose.name,
      ...(isEmpty && { is: [''] }),
      ...(words.length > 0 && { startsWith: words.map((word) => TOTAL.exec(word.trim())![0]) }),
    },
  ];
}

const TOTAL = /^(grand total|sub-?total|total|summe|gesamt|sum|suma|razem|zwischensumme)/i;
