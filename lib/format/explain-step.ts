import { isPlainDecimal } from '@/lib/format/decimal-text';
import { formatMoney } from '@/lib/format/money';
import { formatPercent, formatQuantity } from '@/lib/format/quantity';

/** A step of a calculation, as lib/domain/rating/step describes them: a code and its numbers as texts. */
type Step = { readonly code: string; readonly [parameter: string]: string };

/** A translator of the namespace `explain` (next-intl's or use-intl's). */
export type ExplainTranslator = {
  (code: string, values?: Record<string, string | number>): string;
  has(code: string): boolean;
};

export type ExplainOptions = { currency: string; locale: string; unit?: string | null };

/**
 * A step as a sentence: "Tier 2 (over 10): 11 × 5.00 EUR + 3.00 EUR = 58.00 EUR". Amounts keep all their decimals, up
 * to twelve. A code without a message is named, never dropped, because the steps must still lead to the amount.
 */
export function explainStep(step: Step, t: ExplainTranslator, options: ExplainOptions): string {
  const { code, ...parameters } = step;
  if (!t.has(code)) return t('unknown', { code });
  const kinds = KINDS[code] ?? {};
  const values: Record<string, string | number> = switchesOf(step);
  for (const [name, value] of Object.entries(parameters)) {
    if (name in values) continue;
    // Stored steps outlive the code that wrote them: what is no number is shown as it is.
    const kind = isPlainDecimal(value) ? (kinds[name] ?? DEFAULT_KINDS[name] ?? 'text') : 'text';
    values[name] = FORMATS[kind](value, options);
  }
  // `fee` is a switch in every message; the one code that has an amount of that name shows it as `feeAmount`.
  if (code === 'event_fee') values.feeAmount = FORMATS.money(step.fee ?? '0', options);
  return t(code, values);
}

export const explainSteps = (
  steps: readonly Step[],
  t: ExplainTranslator,
  options: ExplainOptions,
): string[] => steps.map((step) => explainStep(step, t, options));

type Kind = 'money' | 'quantity' | 'number' | 'ratio' | 'percent' | 'count' | 'text';

const FORMATS: Record<Kind, (value: string, options: ExplainOptions) => string | number> = {
  money: (value, { currency, locale }) => {
    const { text, isCut } = shorten(value);
    const shown = formatMoney(text, currency, locale, { exact: true });
    return isCut ? shown.replace(/(\d)(\D*)$/, '$1…$2') : shown;
  },
  quantity: (value, { locale, unit }) => formatQuantity(value, locale, unit),
  number: (value, { locale }) => formatQuantity(value, locale),
  ratio: (value, { locale }) => formatPercent(value, locale),
  percent: (value, { locale }) => formatPercent(hundredth(value), locale),
  count: (value) => Number(value),
  text: (value) => value,
};

const DEFAULT_KINDS: Record<string, Kind> = Object.fromEntries([
  ...'amount available base before after cap charged chargedBefore chargeable cost coveredAmount difference discount earned exact fixedFee flatFee freeAmount maximum minimum now passedOn received result sum total unitPrice'
    .split(' ')
    .map((name) => [name, 'money']),
  ...'quantity included from upTo size'.split(' ').map((name) => [name, 'quantity']),
  ...'activeDays divideBy event events freeEvents packages periodDays tier'
    .split(' ')
    .map((name) => [name, 'number']),
  ['rate', 'ratio'],
  ['percent', 'percent'],
  ['count', 'count'],
  ['cycles', 'count'],
]);

/** Where a parameter means something else than its name does elsewhere. */
const KINDS: Record<string, Record<string, Kind>> = {
  unit_conversion: { quantity: 'number', result: 'quantity' },
  included_units: { result: 'quantity' },
  graduated_percentage_tier: { from: 'money', upTo: 'money' },
  fixed_fee: { chargeable: 'number' },
};

/** Which words a message chooses: whether there is a fee, something free or charged earlier, and which tier it is. */
function switchesOf(step: Step): Record<string, string> {
  const switches: Record<string, string> = {
    fee: yes(step.code === 'event_fee' ? step.fixedFee : step.flatFee),
    free: yes(step.freeAmount ?? step.freeEvents),
    earlier: yes(step.chargedBefore),
  };
  if (step.tier !== undefined) switches.range = rangeOf(step.from, step.upTo);
  return switches;
}

const yes = (value: string | undefined) => (value === undefined || /^-?0(\.0*)?$/.test(value) ? 'no' : 'yes');

function rangeOf(from: string | undefined, upTo: string | undefined): 'all' | 'first' | 'last' | 'middle' {
  if (from === '0') return upTo === '' ? 'all' : 'first';
  return upTo === '' ? 'last' : 'middle';
}

const DECIMALS_SHOWN = 12;

function shorten(value: string): { text: string; isCut: boolean } {
  const point = value.indexOf('.');
  const isCut = point !== -1 && value.length - point - 1 > DECIMALS_SHOWN;
  return { text: isCut ? value.slice(0, point + 1 + DECIMALS_SHOWN) : value, isCut };
}

/** "23" → "0.23", without a float. */
function hundredth(percent: string): string {
  const [, sign = '', integer = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(percent) ?? [];
  const digits = integer.padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
}
