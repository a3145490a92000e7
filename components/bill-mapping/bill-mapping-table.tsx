import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { personOf } from '@/components/mapping/person-of';

export const billMappingSortable = ['name', 'createdAt'];

/** A partner's mappings in their current versions. */
export function BillMappingTable({
  mappings,
  nextCursor,
  base,
  timeZone,
}: {
  mappings: readonly { id: string; name: string; version: number; createdBy: string; createdAt: string }[];
  nextCursor: string | null;
  base: string;
  timeZone: string;
}): ReactNode {
  const t = useTranslations('billMapping');
  return (
    <DataTable
      label={t('title')}
      searchable
      defaultSort="name"
      nextCursor={nextCursor}
      columns={[
        { id: 'name', header: t('name'), kind: 'text', sortable: true },
        { id: 'version', header: t('version'), kind: 'number' },
        { id: 'createdAt', header: t('createdAt'), kind: 'instant', sortable: true },
        { id: 'createdBy', header: t('createdBy'), kind: 'text' },
      ]}
      rows={mappings.map(({ id, name, version, createdAt, createdBy }) => ({
        id,
        href: `${base}/${id}`,
        name,
        version: String(version),
        createdAt: { at: createdAt, timeZone },
        createdBy: personOf(createdBy),
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}
