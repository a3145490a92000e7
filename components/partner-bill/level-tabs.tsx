import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/components/ui/link-tabs';

/** Sub-accounts, or the payers above them: a mapping is made on either. */
export function LevelTabs({ href }: { href: string }): ReactNode {
  const t = useTranslations('partner.accounts');
  return (
    <div className="pb-4">
      <LinkTabs
        label={t('level')}
        items={[
          { href, label: t('subAccounts') },
          { href: `${href}?level=payer`, label: t('payers') },
        ]}
      />
    </div>
  );
}
