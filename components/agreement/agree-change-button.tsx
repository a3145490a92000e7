'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChangedTerms, type ChangedTermsProps } from '@/components/agreement/changed-terms';
import { ActButton, type Acted } from '@/components/payout/act-button';
import { DateText } from '@/components/time/date-text';
import { Button } from '@/components/ui/button';

/** The partner's word that an announced change holds from today on. */
export function AgreeChangeButton({
  announced: { id, holdsFrom, ...changed },
  agree,
}: {
  announced: { id: string; holdsFrom: string } & ChangedTermsProps;
  agree: (input: { change: string }) => Promise<Acted>;
}): ReactNode {
  const t = useTranslations('agreement.payout.announced');
  return (
    <ActButton
      title={t('agreeTitle')}
      text={
        <>
          <p>
            {t('agreeText')} <DateText value={holdsFrom} />
          </p>
          <ChangedTerms {...changed} />
          <p>{t('agreeFinal')}</p>
        </>
      }
      confirm={t('agree')}
      done={t('agreed')}
      act={() => agree({ change: id })}
      trigger={<Button size="sm">{t('agree')}</Button>}
    />
  );
}
