import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { personOf } from '@/components/mapping/person-of';

export const mappingSortable = ['name', 'createdAt'];

export type MappingSummary = {
  id: string;
  name: string;
  version: number;
  format: string;
  sender: { name: string };
  createdBy: string;
  createdAt: string;
};

/** Mappings in their current versions. Whose they are is said where there are several senders. */
export function MappingTable({
  mappings,
  nextCursor,
  base,
  timeZone,
  showsSender = false,
  emptyAction,
}: {
  mappings: readonly MappingSummary[];
  nextCursor: string | null;
  base: string;
  timeZone: string;
  showsSender?: boolean;
  emptyAction?: ReactNode;
}): ReactNode {
  const t = useTranslations('usageFile');
  return (
    <DataTable
      label={t('mappings.title')}
      searchable
      defaultSort="name"
      nextCursor={nextCursor}
      columns={[
        { id: 'name', header: t('mappings.name'), kind: 'text', sortable: true },
        ...(showsSender ? [{ id: 'sender', header: t('mappings.sender'), kind: 'text' as const }] : []),
        { id: 'format', header: t('mappings.format'), kind: 'text' },
        { id: 'version', header: t('mappings.version'), kind: 'number' },
        { id: 'createdAt', header: t('mappings.createdAt'), kind: 'instant', sortable: true },
        { id: 'createdBy', header: t('mappings.createdBy'), kind: 'text' },
      ]}
      rows={mappings.map((mapping) => ({
        id: mapping.id,
        href: `${base}/${mapping.id}`,
        name: mapping.name,
        sender: mapping.sender.name,
        format: t(`file.format_${mapping.format}`),
        version: String(mapping.version),
        createdAt: { at: mapping.createdAt, timeZone },
        createdBy: personOf(mapping.createdBy),
      }))}
      empty={{
        title: t('mappings.emptyTitle'),
        description: t('mappings.emptyDescription'),
        action: emptyAction,
      }}
    />
  );
}
