import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';

export type RejectedRowsProps = {
  bill: { id: string; format: string; state: string; lines: { rejected: number } };
  billsHref: string;
  canSend: boolean;
};

/**
 * The way to put rejected rows right: take them away in the form they came in, and send them mended. Nothing when there are none, or
 * when another bill stands in this one's place.
 */
export function RejectedRows({ bill, billsHref, canSend }: RejectedRowsProps): ReactNode {
  const t = useTranslations('correction.rejected');
  const count = bill.lines.rejected;
  if (count === 0 || bill.state === 'replaced') return null;
  const isInvoice = bill.format === 'ubl';
  return (
    <Section title={t('title')} description={t(isInvoice ? 'invoiceNote' : 'note', { count })}>
      <div className="flex flex-wrap gap-2">
        <LinkButton
          href={`/api/v1/partner-bills/${bill.id}/rejected-lines`}
          download
          icon={<Download size={16} aria-hidden />}
        >
          {t('download')}
        </LinkButton>
        {canSend && !isInvoice ? (
          <LinkButton href={`${billsHref}/new?replaces=${bill.id}`}>{t('send')}</LinkButton>
        ) : null}
      </div>
    </Section>
  );
}
