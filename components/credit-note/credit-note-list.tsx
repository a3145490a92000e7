import { FileText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

export type CreditNoteListView = {
  id: string;
  number: string;
  kind: string;
  reason: string;
  issuedOn: string;
  currency: string;
  total: string;
};

/** The credit notes of one bill, each with its document. */
export function CreditNoteList({
  notes,
  home,
}: {
  notes: readonly CreditNoteListView[];
  home: string;
}): ReactNode {
  const t = useTranslations('creditNote');
  return (
    <PlainTable
      caption={t('title')}
      columns={[
        { id: 'number', header: t('table.number') },
        { id: 'issuedOn', header: t('table.issuedOn') },
        { id: 'reason', header: t('table.reason') },
        { id: 'total', header: t('table.total'), align: 'end' },
        { id: 'document', header: t('table.document'), align: 'end' },
      ]}
      rows={notes.map((note) => ({
        id: note.id,
        href: `${home}/${note.id}`,
        cells: {
          number: note.number,
          issuedOn: <DateText value={note.issuedOn} />,
          reason: note.reason,
          total: <MoneyText amount={note.total} currency={note.currency} />,
          document: (
            <TextLink href={`/api/v1/credit-notes/${note.id}.pdf`} external>
              <FileText size={14} aria-hidden className="me-1 inline" />
              {t('pdf')}
            </TextLink>
          ),
        },
      }))}
    />
  );
}
