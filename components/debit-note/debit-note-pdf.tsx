import { FileText } from 'lucide-react';
import type { ReactNode } from 'react';
import { LinkButton, type LinkButtonProps } from '@/components/ui/link-button';

type DebitNotePdfProps = { id: string; label: string; size?: NonNullable<LinkButtonProps['size']> };

/** The debit note on paper. */
export const DebitNotePdf = ({ id, label, size = 'md' }: DebitNotePdfProps): ReactNode => (
  <LinkButton
    href={`/api/v1/debit-notes/${id}.pdf`}
    size={size}
    external
    icon={<FileText size={16} aria-hidden />}
  >
    {label}
  </LinkButton>
);
