import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DateField } from '@/components/ui/date-field';
import { Section } from '@/components/ui/section';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextField } from '@/components/ui/text-field';
import { formatDate } from '@/lib/format/date';

export type FindRateProps = {
  from: string;
  to: string;
  on: string;
  found: {
    rate: string;
    validOn: string;
    source: string;
    path: 'same' | 'direct' | 'inverse' | 'cross';
    through: string | null;
  } | null;
};

/** The rate that a payout would take, and where it comes from. The question is in the address. */
export function FindRate({ from, to, on, found }: FindRateProps): ReactNode {
  const t = useTranslations('fxRate');
  const locale = useLocale();
  return (
    <Section title={t('find.title')} className="pb-0">
      <form className="flex flex-wrap items-end gap-3" aria-label={t('find.label')}>
        <TextField
          label={t('find.from')}
          name="from"
          defaultValue={from}
          maxLength={3}
          isRequired
          className="w-20"
        />
        <TextField
          label={t('find.to')}
          name="to"
          defaultValue={to}
          maxLength={3}
          isRequired
          className="w-20"
        />
        <DateField label={t('find.on')} name="on" defaultValue={on} isRequired className="w-44" />
        <SubmitButton variant="secondary">{t('find.show')}</SubmitButton>
      </form>
      <p className="pt-3" aria-live="polite">
        {found === null
          ? t('find.none')
          : t(`find.${found.path}`, {
              rate: found.rate,
              source: found.source,
              through: found.through ?? '',
              on: formatDate(found.validOn, locale),
            })}
      </p>
    </Section>
  );
}
