'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChangedTerms } from '@/components/agreement/changed-terms';
import { DateField } from '@/components/ui/date-field';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import {
  type Announced,
  earliestDay,
  NOTICE_DAYS,
  PAYOUT_TERMS,
  type PayoutTerms,
  planPayoutChange,
} from '@/lib/domain/settlement/payout-notice';
import { formatDate } from '@/lib/format/date';

export type HoldsFromFieldProps = {
  partner: { name: string };
  conditions: PayoutTerms & { currency: string; today: CivilDate; announced: readonly Announced[] };
  /** What is written of how the partner is paid, as far as it is another than now. */
  change: Partial<PayoutTerms>;
  value: string | null;
  onChange: (day: string | null) => void;
  /** What the server refused about it. */
  errorMessage?: string | undefined;
};

/** From which day on a change of how a partner is paid holds, the first day that may be, and what holds when: by the rule the server goes by. */
export function HoldsFromField({
  partner,
  conditions,
  change,
  value,
  onChange,
  errorMessage,
}: HoldsFromFieldProps): ReactNode {
  const t = useTranslations('agreement.payout');
  const locale = useLocale();
  const { today, announced, currency } = conditions;
  const asked = { before: conditions, announced, change: readable(change), today };
  const earliest = earliestDay(asked);
  const plan = planPayoutChange({ ...asked, holdsFrom: value ?? undefined });
  const words = {
    partner: partner.name,
    earliest: formatDate(earliest, locale),
    notice: formatDate(addDays(today, NOTICE_DAYS), locale),
  };
  const wantsNotice = plan.tooSoon && 'notice' in plan.tooSoon;
  const tooSoon = plan.tooSoon ? t(wantsNotice ? 'tooSoon' : 'past', words) : undefined;
  return (
    <div className="flex flex-col gap-4">
      <DateField
        label={t('holdsFrom')}
        description={t('holdsFromNote', words)}
        value={value}
        onChange={onChange}
        minValue={earliest}
        errorMessage={tooSoon ?? errorMessage}
        className="max-w-96"
      />
      <div aria-live="polite" className="flex flex-col gap-2">
        {plan.tooSoon
          ? null
          : plan.added.map(({ holdsFrom, change: part }) => (
              <div key={holdsFrom}>
                <p>{t('plan', { day: formatDate(holdsFrom, locale) })}</p>
                <ChangedTerms before={heldUntil(conditions, holdsFrom)} change={part} currency={currency} />
              </div>
            ))}
      </div>
    </div>
  );
}

/** What is no number yet is no change yet. */
function readable(change: Partial<PayoutTerms>): Partial<PayoutTerms> {
  const isReadable = (field: keyof PayoutTerms) =>
    field === 'payoutFrequency' || parseDecimal(String(change[field])) !== null;
  const fields = PAYOUT_TERMS.filter((field) => field in change && isReadable(field));
  return Object.fromEntries(fields.map((field) => [field, change[field]]));
}

function heldUntil(
  { announced, ...terms }: HoldsFromFieldProps['conditions'],
  holdsFrom: string,
): PayoutTerms {
  const sooner = announced.filter((row) => row.holdsFrom < holdsFrom);
  return Object.assign({}, terms, ...sooner.map(({ change }) => change));
}
