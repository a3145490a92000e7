import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/components/ui/link-tabs';

/** What waits, and the kinds of names there are; `href` is the page they are all on. */
export function MappingTabs({ href }: { href: string }): ReactNode {
  const t = useTranslations('mapping.tabs');
  return (
    <div className="pb-4">
      <LinkTabs
        label={t('label')}
        items={[
          { href: `${href}?names=queue`, label: t('queue') },
          { href, label: t('accounts') },
          { href: `${href}?level=payer`, label: t('payers') },
          { href: `${href}?names=services`, label: t('services') },
          { href: `${href}?names=tax-codes`, label: t('taxCodes') },
        ]}
      />
    </div>
  );
}
