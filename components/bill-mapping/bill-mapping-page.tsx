import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillMappingEditor } from '@/components/bill-mapping/bill-mapping-editor';
import type { AskBillPreview, SaveBillMapping } from '@/components/bill-mapping/bill-preview';
import { RetireBillMapping } from '@/components/bill-mapping/retire-bill-mapping';
import { InstantText } from '@/components/time/instant-text';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { personOf } from '@/components/usage-file/person-of';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';

type Version = { id: string; version: number; createdBy: string; createdAt: string; isCurrent: boolean };

export type BillMappingPageProps = {
  mapping: Version & {
    name: string;
    definition: CsvBillMapping;
    sample: string;
    partner: { slug: string; name: string };
    versions: readonly Version[];
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
          canSave && isOffered ? <RetireBillMapping id={mapping.id} base={base} retire={retire} /> : null
        }
      />
      {mapping.version < latest ? (
        <div className="mb-6">
          <Callout>{t('old', { version: mapping.version })}</Callout>
        </div>
      ) : null}
      <Section title={t('versions')} description={t('versionsNote')}>
        <PlainTable
          caption={t('versions')}
          columns={[
            { id: 'version', header: t('version') },
            { id: 'createdAt', header: t('createdAt') },
            { id: 'createdBy', header: t('createdBy') },
          ]}
          rows={mapping.versions.map((version) => ({
            id: version.id,
            href: `${base}/${version.id}`,
            cells: {
              version: version.version,
              createdAt: <InstantText value={version.createdAt} timeZone={timeZone} />,
              createdBy: personOf(version.createdBy),
            },
          }))}
        />
      </Section>
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
