import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/components/ui/link-tabs';

/** The pages of usage, under the header of each: `base` is `/operator/usage` or `/partner/usage`. */
export function UsageTabs({ base }: { base: '/operator/usage' | '/partner/usage' }): ReactNode {
  const t = useTranslations('suspense.tabs');
  return (
    <div className="pb-6">
      <LinkTabs
        label={t('label')}
        items={[
          { href: base, label: t('overview') },
          { href: `${base}/files`, label: t('files'), coversBelow: true },
          { href: `${base}/mappings`, label: t('mappings'), coversBelow: true },
          { href: `${base}/suspense`, label: t('suspense'), coversBelow: true },
        ]}
      />
    </div>
  );
}
