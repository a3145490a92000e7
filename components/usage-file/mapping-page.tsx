import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { RetireMapping } from '@/components/mapping/retire-mapping';
import { type MappingVersion, VersionList } from '@/components/mapping/version-list';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { MappingEditor, type SaveMapping } from '@/components/usage-file/mapping-editor';
import type { AskPreview } from '@/components/usage-file/preview';
import type { UsageMapping } from '@/lib/domain/usage/mapping';

export type MappingPageProps = {
  mapping: MappingVersion & {
    name: string;
    format: string;
    definition: UsageMapping;
    sample: string;
    sender: { slug: string; name: string; kind: string };
    versions: readonly MappingVersion[];
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
        actions={
          canSave && isOffered ? (
            <RetireMapping
              id={mapping.id}
              listHref={`${base}/mappings`}
              words={{
                retire: t('editor.retire'),
                retireTitle: t('editor.retireTitle'),
                retireText: t('editor.retireText'),
                retired: t('editor.retired'),
              }}
              retire={retire}
            />
          ) : null
        }
      />
      {mapping.version < latest ? (
        <div className="mb-6">
          <Callout>{t('editor.old', { version: mapping.version })}</Callout>
        </div>
      ) : null}
      <VersionList
        versions={mapping.versions}
        listHref={`${base}/mappings`}
        timeZone={timeZone}
        words={{
          versions: t('editor.versions'),
          versionsNote: t('editor.versionsNote'),
          version: t('mappings.version'),
          createdAt: t('mappings.createdAt'),
          createdBy: t('mappings.createdBy'),
        }}
      />
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
