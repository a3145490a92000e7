import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TextLink } from '@/components/ui/text-link';

/** A legal document's number, and below it the document as machines read it; on paper the number alone. */
export function EInvoiceNumber({ number, href }: { number: string; href: string }): ReactNode {
  const t = useTranslations('bill');
  return (
    <>
      {number}
      <span className="block text-xs print:hidden">
        <TextLink href={href} external>
          {t('eInvoice')}
          <span className="sr-only"> {number}</span>
        </TextLink>
      </span>
    </>
  );
}
