import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { Callout } from '@/components/ui/callout';
import { formatQuantity } from '@/lib/format/quantity';

type Terms = {
  payoutFrequency: 'weekly' | 'monthly' | 'quarterly';
  payoutMinimum: string;
  payoutFee: string;
  payoutFeePercent: string;
  reservePercent: string;
  reserveDays: number;
};

export type AnnouncedChangesProps = {
  conditions: Terms & {
    currency: string;
    announced: readonly { id: string; holdsFrom: string; change: Partial<Terms> }[];
  };
  /** What the reader can do about one. */
  actions?: (change: string) => ReactNode;
};

/** What will change about how a partner is paid: from when on, to what, and what it is until then. */
export function AnnouncedChanges({ conditions, actions }: AnnouncedChangesProps): ReactNode {
  const t = useTranslations('agreement.payout');
  const { announced, currency, ...terms } = conditions;
  let before: Terms = terms;
  return announced.map(({ id, holdsFrom, change }) => {
    const until = before;
    before = { ...before, ...change };
    return (
      <Callout
        key={id}
        tone="attention"
        title={t('announced.title')}
        actions={actions === undefined ? null : actions(id)}
      >
        <p>
          {t('announced.from')} <DateText value={holdsFrom} />
        </p>
        <ul className="list-disc ps-5">
          {FIELDS.filter((field) => field in change).map((field) => (
            <li key={field}>
              {t(FIELD_TERMS[field])}: <Term field={field} terms={before} currency={currency} />{' '}
              <span className="text-ink-muted">
                ({t('announced.now')} <Term field={field} terms={until} currency={currency} />)
              </span>
            </li>
          ))}
        </ul>
      </Callout>
    );
  });
}

const FIELD_TERMS = {
  payoutFrequency: 'frequency',
  payoutMinimum: 'minimum',
  payoutFee: 'fee',
  payoutFeePercent: 'feePercent',
  reservePercent: 'reserve',
  reserveDays: 'reserveDays',
} as const satisfies Record<keyof Terms, string>;
const FIELDS = Object.keys(FIELD_TERMS) as (keyof Terms)[];

function Term({ field, terms, currency }: { field: keyof Terms; terms: Terms; currency: string }) {
  const t = useTranslations('agreement.payout');
  const locale = useLocale();
  if (field === 'payoutFrequency') return t(`every.${terms.payoutFrequency}`);
  if (field === 'reserveDays') return `${formatQuantity(String(terms.reserveDays), locale)} ${t('days')}`;
  if (field === 'payoutMinimum' || field === 'payoutFee') {
    return <MoneyText amount={terms[field]} currency={currency} />;
  }
  return `${formatQuantity(terms[field], locale)}%`;
}
