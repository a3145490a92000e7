import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/components/ui/link-tabs';
import { PageHeader } from '@/components/ui/page-header';

export type RecordHeaderProps = {
  partner: { slug: string; name: string; legalName: string };
  description?: string;
  actions?: ReactNode;
};

/** The partner's name and the parts of its record, over each of them. */
export function RecordHeader({ partner, description, actions }: RecordHeaderProps): ReactNode {
  const t = useTranslations('partner');
  const mapping = useTranslations('mapping');
  const bankDetails = useTranslations('bankDetails');
  const base = `/operator/partners/${partner.slug}`;
  return (
    <>
      <PageHeader
        title={partner.name}
        meta={partner.legalName}
        description={description}
        actions={actions}
        breadcrumbs={[{ label: t('list.title'), href: '/operator/partners' }, { label: partner.name }]}
      />
      <div className="pb-6">
        <LinkTabs
          label={partner.name}
          items={[
            { href: base, label: t('record.overview') },
            { href: `${base}/bills`, label: t('bills.title') },
            { href: `${base}/accounts`, label: mapping('title') },
            { href: `${base}/connectors`, label: t('connectors.title') },
            { href: `${base}/terms`, label: t('terms.title') },
            { href: `${base}/bank-details`, label: bankDetails('title') },
          ]}
        />
      </div>
    </>
  );
}
