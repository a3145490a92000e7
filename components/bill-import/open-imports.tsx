import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type ImportView, importTone } from '@/components/bill-import/import-view';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { formatBytes } from '@/lib/format/quantity';

/** A partner's large files that are on their way, or failed of late; nothing when there are none. */
export function OpenImports({
  imports,
  billsHref,
}: {
  imports: readonly (ImportView & { externalId: string; progress: number })[];
  billsHref: string;
}): ReactNode {
  const t = useTranslations('billImport');
  const locale = useLocale();
  if (imports.length === 0) return null;
  return (
    <Section title={t('open_title')} description={t('open_note')}>
      <PlainTable
        caption={t('open_title')}
        empty={null}
        columns={[
          { id: 'number', header: t('number') },
          { id: 'state', header: t('stateHeader') },
          { id: 'size', header: t('size'), align: 'end' },
          { id: 'progress', header: t('read'), align: 'end' },
        ]}
        rows={imports.map((row) => ({
          id: row.id,
          cells: {
            number: <TextLink href={`${billsHref}/imports/${row.id}`}>{row.externalId}</TextLink>,
            state: <StateBadge tone={importTone(row.state)} label={t(`state_${row.state}`)} />,
            size: formatBytes(row.sizeBytes, locale),
            progress: new Intl.NumberFormat(locale, { style: 'percent' }).format(row.progress),
          },
        }))}
      />
    </Section>
  );
}
