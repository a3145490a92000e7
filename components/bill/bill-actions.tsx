import { FileSpreadsheet, FileText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PrintButton } from '@/components/bill/print-button';
import { LinkButton } from '@/components/ui/link-button';

/** A bill on paper, as a document, and for a spreadsheet. The PDF is what a reader mostly wants. */
export function BillActions({ billId, primary = false }: { billId: string; primary?: boolean }): ReactNode {
  const t = useTranslations('bill');
  const address = `/api/v1/bills/${billId}`;
  return (
    <>
      <PrintButton />
      <LinkButton href={`${address}.csv`} download icon={<FileSpreadsheet size={16} aria-hidden />}>
        {t('csv')}
      </LinkButton>
      <LinkButton
        href={`${address}.pdf`}
        external
        variant={primary ? 'primary' : 'secondary'}
        icon={<FileText size={16} aria-hidden />}
      >
        {t('pdf')}
      </LinkButton>
    </>
  );
}
