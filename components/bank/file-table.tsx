import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type BankFileItem = {
  id: string;
  name: string;
  format: 'camt.053' | 'camt.054' | 'pain.002';
  state: 'reading' | 'done';
  entryCount: number;
  unmatchedCount: number;
  receivedBy: string;
  receivedAt: string;
};

/** Files of banks, the latest first. */
export function BankFileTable(props: {
  files: readonly BankFileItem[];
  nextCursor: string | null;
  timeZone: string;
}): ReactNode {
  const { files, nextCursor, timeZone } = props;
  const t = useTranslations('bank');
  return (
    <DataTable
      label={t('files')}
      searchable
      defaultSort="-receivedAt"
      nextCursor={nextCursor}
      columns={[
        { id: 'name', header: t('name'), kind: 'text', canHide: false },
        { id: 'format', header: t('format'), kind: 'text' },
        { id: 'state', header: t('state'), kind: 'state' },
        { id: 'entries', header: t('entries'), kind: 'number' },
        { id: 'waiting', header: t('unmatchedCount'), kind: 'number' },
        { id: 'receivedAt', header: t('receivedAt'), kind: 'instant', sortable: true },
        { id: 'receivedBy', header: t('receivedBy'), kind: 'text' },
      ]}
      rows={files.map((file) => ({
        id: file.id,
        href: `/operator/payments/bank/${file.id}`,
        name: file.name,
        format: { text: t(`formats.${format(file.format)}`), secondary: file.format },
        state: { tone: file.state === 'done' ? 'good' : 'progress', label: t(`fileStates.${file.state}`) },
        entries: String(file.entryCount),
        waiting: String(file.unmatchedCount),
        receivedAt: { at: file.receivedAt, timeZone },
        receivedBy: file.receivedBy,
      }))}
      empty={{ title: t('emptyFiles'), description: t('emptyFilesNote') }}
    />
  );
}

/** A point would be a step in a message's key. */
export const format = (name: string): string => name.replace('.', '');
