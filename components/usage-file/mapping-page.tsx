import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { MappingEditor, type SaveMapping } from '@/components/usage-file/mapping-editor';
import { personOf } from '@/components/usage-file/person-of';
import type { AskPreview } from '@/components/usage-file/preview';
import { RetireMapping } from '@/components/usage-file/retire-mapping';
import type { UsageMapping } from '@/lib/domain/usage/mapping';

type Version = { id: string; version: number; createdBy: string; createdAt: string; isCurrent: boolean };

export type MappingPageProps = {
  mapping: Version & {
    name: string;
    format: string;
    definition: UsageMapping;
    sample: string;
    sender: { slug: string; name: string; kind: string };
    versions: readonly Version[];
  };
  base: string;
  timeZone: string;
  canSave: boolean;
  ask: AskPreview;
  save: SaveMapping;
  retire: (input: { id: string }) => Promise<{ ok: boolean }>;
};

/** A version of a mapping with its editor, and all versions with who and when. */
export function MappingPage({
  mapping,
  base,
  timeZone,
  canSave,
  ask,
  save,
  retire,
}: MappingPageProps): ReactNode {
  const t = useTranslations('usageFile');
  const latest = mapping.versions[0]?.version ?? mapping.version;
  const isOffered = mapping.versions.some(({ isCurrent }) => isCurrent);
  return (
    <>
      <PageHeader
        title={mapping.name}
        breadcrumbs={[{ label: t('mappings.title'), href: `${base}/mappings` }, { label: mapping.name }]}
        state={
          <StateBadge
            tone={mapping.isCurrent ? 'good' : 'neutral'}
            label={t(mapping.isCurrent ? 'editor.current' : 'editor.earlier')}
          />
        }
        meta={`${mapping.sender.name}, ${t(`file.format_${mapping.format}`)}`}
        actions={canSave && isOffered ? <RetireMapping id={mapping.id} base={base} retire={retire} /> : null}
      />
      {mapping.version < latest ? (
        <div className="mb-6">
          <Callout>{t('editor.old', { version: mapping.version })}</Callout>
        </div>
      ) : null}
      <Section title={t('editor.versions')} description={t('editor.versionsNote')}>
        <PlainTable
          caption={t('editor.versions')}
          columns={[
            { id: 'version', header: t('mappings.version') },
            { id: 'createdAt', header: t('mappings.createdAt') },
            { id: 'createdBy', header: t('mappings.createdBy') },
          ]}
          rows={mapping.versions.map((version) => ({
            id: version.id,
            href: `${base}/mappings/${version.id}`,
            cells: {
              version: version.version,
              createdAt: <InstantText value={version.createdAt} timeZone={timeZone} />,
              createdBy: personOf(version.createdBy),
            },
          }))}
        />
      </Section>
      {canSave ? (
        <MappingEditor
          key={mapping.id}
          mapping={mapping}
          nextVersion={latest + 1}
          partner={
            mapping.sender.kind === 'partner' && base.startsWith('/operator') ? mapping.sender.slug : null
          }
          base={base}
          ask={ask}
          save={save}
        />
      ) : null}
    </>
  );
}
