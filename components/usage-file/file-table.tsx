import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type FileView, fileTone, refusedCount } from '@/components/usage-file/file-view';
import { formatBytes } from '@/lib/format/quantity';

export const fileSortable = ['createdAt', 'name'];
export const fileFilters = ['state'];

const states = ['waiting', 'reading', 'done', 'failed', 'cancelled'];

/** Usage files, the latest first: what came of each. Who sent it is said where several may. */
export function FileTable({
  files,
  nextCursor,
  base,
  timeZone,
  showsSender = false,
  emptyAction,
}: {
  files: readonly FileView[];
  nextCursor: string | null;
  base: string;
  timeZone: string;
  showsSender?: boolean;
  emptyAction?: ReactNode;
}): ReactNode {
  const t = useTranslations('usageFile.files');
  const locale = useLocale();
  return (
    <DataTable
      label={t('title')}
      searchable
      defaultSort="-createdAt"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('state'),
          options: states.map((id) => ({ id, label: t(`state_${id}`) })),
        },
      ]}
      columns={[
        { id: 'name', header: t('name'), kind: 'text', sortable: true },
        ...(showsSender ? [{ id: 'sender', header: t('sender'), kind: 'text' as const }] : []),
        { id: 'state', header: t('state'), kind: 'state' },
        { id: 'received', header: t('rows'), kind: 'number' },
        { id: 'accepted', header: t('accepted'), kind: 'number' },
        { id: 'open', header: t('open'), kind: 'number' },
        { id: 'createdAt', header: t('createdAt'), kind: 'instant', sortable: true },
        { id: 'mapping', header: t('mapping'), kind: 'text' },
        { id: 'size', header: t('size'), kind: 'text', hidden: true },
      ]}
      rows={files.map((file) => ({
        id: file.id,
        href: `${base}/${file.id}`,
        name: file.name,
        sender: file.sender.name,
        state: { tone: fileTone(file), label: t(`state_${file.state}`), id: file.state },
        received: String(file.rows.received),
        accepted: String(file.rows.accepted),
        open: String(refusedCount(file)),
        createdAt: { at: file.createdAt, timeZone },
        mapping: file.mapping ? `${file.mapping.name} ${file.mapping.version}` : t('ownNames'),
        size: formatBytes(file.sizeBytes, locale),
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription'), action: emptyAction }}
    />
  );
}
