import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/components/ui/link-tabs';

export function PayoutTabs(): ReactNode {
  const t = useTranslations('payout');
  return (
    <div className="pb-4">
      <LinkTabs
        label={t('tab')}
        items={[
          { href: '/operator/payouts', label: t('tabs.payouts') },
          { href: '/operator/payouts/runs', label: t('tabs.runs') },
          { href: '/operator/payouts/files', label: t('tabs.files') },
        ]}
      />
    </div>
  );
}
