import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillMappingEditor } from '@/components/bill-mapping/bill-mapping-editor';
import type { AskBillPreview, SaveBillMapping } from '@/components/bill-mapping/bill-preview';
import { RetireMapping } from '@/components/mapping/retire-mapping';
import { type MappingVersion, VersionList } from '@/components/mapping/version-list';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

export type BillMappingPageProps = {
  mapping: MappingVersion & {
    name: string;
    definition: CsvBillMapping;
    sample: string;
    partner: { slug: string; name: string };
    versions: readonly MappingVersion[];
  };
  base: string;
  breadcrumbs: readonly Crumb[];
  timeZone: string;
  canSave: boolean;
  ask: AskBillPreview;
  save: SaveBillMapping;
  retire: (input: { id: string }) => Promise<{ ok: boolean }>;
};

/** A version of a mapping with its editor, and all versions with who and when. */
export function BillMappingPage(props: BillMappingPageProps): ReactNode {
  const { mapping, base, breadcrumbs, timeZone, canSave, ask, save, retire } = props;
  const t = useTranslations('billMapping');
  const latest = mapping.versions[0]?.version ?? mapping.version;
  const isOffered = mapping.versions.some(({ isCurrent }) => isCurrent);
  return (
    <>
      <PageHeader
        title={mapping.name}
        breadcrumbs={[...breadcrumbs, { label: mapping.name }]}
        state={
          <StateBadge
            tone={mapping.isCurrent ? 'good' : 'neutral'}
            label={t(mapping.isCurrent ? 'current' : 'earlier')}
          />
        }
        meta={mapping.partner.name}
        actions={
          canSave && isOffered ? (
            <RetireMapping
              id={mapping.id}
              listHref={base}
              words={{
                retire: t('retire'),
                retireTitle: t('retireTitle'),
                retireText: t('retireText'),
                retired: t('retired'),
              }}
              retire={retire}
            />
          ) : null
        }
      />
      {mapping.version < latest ? (
        <div className="mb-6">
          <Callout>{t('old', { version: mapping.version })}</Callout>
        </div>
      ) : null}
      <VersionList
        versions={mapping.versions}
        listHref={base}
        timeZone={timeZone}
        words={{
          versions: t('versions'),
          versionsNote: t('versionsNote'),
          version: t('version'),
          createdAt: t('createdAt'),
          createdBy: t('createdBy'),
        }}
      />
      {canSave ? (
        <div className="pt-6">
          <BillMappingEditor
            key={mapping.id}
            mapping={mapping}
            nextVersion={latest + 1}
            partner={mapping.partner.slug}
            base={base}
            ask={ask}
            save={save}
          />
        </div>
      ) : null}
    </>
  );
}
