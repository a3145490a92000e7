import { formatDate } from '@/lib/format/date';
import { formatMoney } from '@/lib/format/money';
import { formatPeriod } from '@/lib/format/period';
import { formatQuantity } from '@/lib/format/quantity';

export type AlertKind = 'budget' | 'unusual_usage';
export type AlertDetails = Readonly<Record<string, string>>;
/** Of the namespace `alert.words`. */
export type AlertTranslator = (key: string, values?: Record<string, string | number>) => string;

/** An alert in words: a heading, and a sentence with the figures. */
export function describeAlert(
  { kind, details }: { kind: AlertKind; details: AlertDetails },
  t: AlertTranslator,
  locale: string,
): { title: string; text: string } {
  return kind === 'budget' ? describeBudget(details, t, locale) : describeUnusual(details, t, locale);
}

function describeBudget(details: AlertDetails, t: AlertTranslator, locale: string) {
  const { currency = 'EUR', product } = details;
  const figures = {
    soFar: formatMoney(details.soFar ?? '0', currency, locale),
    amount: formatMoney(details.amount ?? '0', currency, locale),
    period: formatPeriod(details.periodFrom ?? '', details.periodTo ?? '', locale),
    percent: details.percent ?? '',
  };
  return {
    title: t('budgetTitle', { budget: details.budget ?? '', threshold: details.threshold ?? '' }),
    text: product ? t('budgetProductText', { product, ...figures }) : t('budgetText', figures),
  };
}

function describeUnusual(details: AlertDetails, t: AlertTranslator, locale: string) {
  const { day = '', unit = '', lowest = '0', highest = '0', count = '0' } = details;
  const amount = (value: string | undefined) =>
    unit === '' ? t('events', { count: Number(value) }) : formatQuantity(value ?? '0', locale, unit);
  const weekday = String(new Date(`${day}T00:00:00Z`).getUTCDay());
  const key = details.comparedWith === 'weekday' ? 'sameWeekdays' : 'daysBefore';
  const range = { count, weekday, lowest: amount(lowest), highest: amount(highest) };
  const onDay = {
    meter: details.meter ?? '',
    quantity: amount(details.quantity),
    weekday,
    date: formatDate(day, locale, 'day-month'),
  };
  return {
    title: t(details.direction === 'low' ? 'lowTitle' : 'highTitle', { product: details.product ?? '' }),
    text: t('onDay', onDay) + t(lowest === highest ? `${key}Alike` : key, range),
  };
}
