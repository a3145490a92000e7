'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ActButton, type Acted } from '@/components/payout/act-button';
import { Button } from '@/components/ui/button';

/** Takes back what was announced to a partner, before it holds. */
export function WithdrawChangeButton({
  partner,
  change,
  withdraw,
}: {
  partner: { slug: string; name: string };
  change: string;
  withdraw: (input: { partner: string; change: string }) => Promise<Acted>;
}): ReactNode {
  const t = useTranslations('agreement.payout.announced');
  return (
    <ActButton
      title={t('withdrawTitle')}
      text={t('withdrawText', { partner: partner.name })}
      confirm={t('withdraw')}
      done={t('withdrawn')}
      act={() => withdraw({ partner: partner.slug, change })}
      trigger={<Button size="sm">{t('withdraw')}</Button>}
    />
  );
}
