import { FileCode, FileSpreadsheet, FileText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/link-button';

/** A payout for a spreadsheet, with every row, as a document, and the self-billed invoice as machines read it. */
export function PayoutDocumentLinks({
  payout: { id, number, document },
}: {
  payout: { id: string; number: string | null; document: { kind: string } | null };
}): ReactNode {
  const t = useTranslations('payout.page');
  const address = `/api/v1/payouts/${id}`;
  const isInvoice = number !== null && document?.kind === 'self_billed';
  return (
    <>
      {isInvoice ? (
        <LinkButton href={`${address}.xml`} download icon={<FileCode size={16} aria-hidden />}>
          {t('eInvoice')}
        </LinkButton>
      ) : null}
      <LinkButton href={`${address}.csv`} download icon={<FileSpreadsheet size={16} aria-hidden />}>
        {t('csv')}
      </LinkButton>
      <LinkButton href={`${address}.pdf`} external icon={<FileText size={16} aria-hidden />}>
        {t('pdf')}
      </LinkButton>
    </>
  );
}
