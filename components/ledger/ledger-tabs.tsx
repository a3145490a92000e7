import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/components/ui/link-tabs';

/** The two ways through the books: by account, and by what happened. */
export function LedgerTabs(): ReactNode {
  const t = useTranslations('ledger');
  return (
    <LinkTabs
      label={t('title')}
      items={[
        { href: '/operator/ledger', label: t('balances') },
        { href: '/operator/ledger/journals', label: t('journals') },
      ]}
    />
  );
}
