import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';
import { type FileView, fileTone, refusedCount } from '@/components/usage-file/file-view';
import { formatCount } from '@/lib/format/quantity';

/** The latest usage files in a few columns; each leads to its page. */
export function LatestFiles({
  files,
  base,
  timeZone,
}: {
  files: readonly FileView[];
  base: string;
  timeZone: string;
}): ReactNode {
  const t = useTranslations('usageFile.files');
  const empty = useTranslations('suspense.overview')('noFiles');
  const locale = useLocale();
  return (
    <PlainTable
      caption={t('title')}
      empty={empty}
      columns={[
        { id: 'name', header: t('name') },
        { id: 'state', header: t('state') },
        { id: 'received', header: t('rows'), align: 'end' },
        { id: 'accepted', header: t('accepted'), align: 'end' },
        { id: 'open', header: t('open'), align: 'end' },
        { id: 'createdAt', header: t('createdAt'), align: 'end' },
      ]}
      rows={files.map((file) => ({
        id: file.id,
        href: `${base}/files/${file.id}`,
        cells: {
          name: file.name,
          state: <StateBadge tone={fileTone(file)} label={t(`state_${file.state}`)} />,
          received: formatCount(file.rows.received, locale),
          accepted: formatCount(file.rows.accepted, locale),
          open: formatCount(refusedCount(file), locale),
          createdAt: <InstantText value={file.createdAt} timeZone={timeZone} />,
        },
      }))}
    />
  );
}
