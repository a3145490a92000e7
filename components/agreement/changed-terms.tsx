import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PAYOUT_TERMS, type PayoutTerms } from '@/lib/domain/settlement/payout-notice';
import { formatQuantity } from '@/lib/format/quantity';

export type ChangedTermsProps = {
  /** What is until then, and what of it changes to what; amounts in the currency. */
  before: PayoutTerms;
  change: Partial<PayoutTerms>;
  currency: string;
};

/** What changes about how a partner is paid, each with what it was: old → new. */
export function ChangedTerms({ before, change, currency }: ChangedTermsProps): ReactNode {
  const t = useTranslations('agreement.payout');
  const after = { ...before, ...change };
  return (
    <ul className="list-disc ps-5">
      {PAYOUT_TERMS.filter((field) => field in change).map((field) => (
        <li key={field}>
          {t(LABELS[field])}:{' '}
          <span className="text-ink-muted">
            <Term field={field} terms={before} currency={currency} />
          </span>{' '}
          <span aria-hidden className="inline-block rtl:rotate-180">
            →
          </span>
          <span className="sr-only">{t('announced.becomes')}</span>{' '}
          <Term field={field} terms={after} currency={currency} />
        </li>
      ))}
    </ul>
  );
}

const LABELS = {
  payoutFrequency: 'frequency',
  payoutMinimum: 'minimum',
  payoutFee: 'fee',
  payoutFeePercent: 'feePercent',
  reservePercent: 'reserve',
  reserveDays: 'reserveDays',
} as const satisfies Record<keyof PayoutTerms, string>;

type TermProps = { field: keyof PayoutTerms; terms: PayoutTerms; currency: string };

function Term({ field, terms, currency }: TermProps): ReactNode {
  const t = useTranslations('agreement.payout');
  const locale = useLocale();
  if (field === 'payoutFrequency') return t(`every.${terms.payoutFrequency}`);
  if (field === 'reserveDays') return `${formatQuantity(String(terms.reserveDays), locale)} ${t('days')}`;
  if (field === 'payoutMinimum' || field === 'payoutFee') {
    return <MoneyText amount={terms[field]} currency={currency} />;
  }
  return `${formatQuantity(terms[field], locale)}%`;
}
