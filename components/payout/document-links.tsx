import { FileSpreadsheet, FileText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/link-button';

/** A payout for a spreadsheet, with every row, and as a document. */
export function PayoutDocumentLinks({ payout }: { payout: string }): ReactNode {
  const t = useTranslations('payout.page');
  const address = `/api/v1/payouts/${payout}`;
  return (
    <>
      <LinkButton href={`${address}.csv`} download icon={<FileSpreadsheet size={16} aria-hidden />}>
        {t('csv')}
      </LinkButton>
      <LinkButton href={`${address}.pdf`} external icon={<FileText size={16} aria-hidden />}>
        {t('pdf')}
      </LinkButton>
    </>
  );
}
