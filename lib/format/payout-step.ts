import { formatMoney } from '@/lib/format/money';
import { formatPercent } from '@/lib/format/quantity';

/** A step of a payout's computation as the payout keeps it, its amounts as decimal texts. */
export type PayoutStepText = {
  step: string;
  amount: string;
  after: string;
  of?: string;
  fixed?: string;
  /** A ratio: "0.05" is 5 %. */
  rate?: string;
  days?: number;
  minimum?: string;
  payable?: string;
};

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Why a step takes what it takes, in words of `payout.page`; null where its name says it. Example: "1.50 € and 0.5% of 312.00 €". */
export function explainPayoutStep(
  { step, of, fixed, rate, days, minimum, payable }: PayoutStepText,
  currency: string,
  locale: string,
  t: Translate,
): string | null {
  const money = (amount = '0') => formatMoney(amount, currency, locale);
  const part = { rate: formatPercent(rate ?? '0', locale), of: money(of) };
  switch (step) {
    case 'fee':
      if (Number(rate) === 0) return null;
      return Number(fixed) === 0 ? t('stepPart', part) : t('stepFee', { ...part, fixed: money(fixed) });
    case 'reserve':
      return `${t('stepPart', part)} ${t('days', { days: days ?? 0 })}`;
    case 'tax':
      return t('stepPart', part);
    case 'carried':
      return t('minimum', { minimum: money(minimum), payable: money(payable) });
    default:
      return null;
  }
}
