import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TermWords, type TermWordsProps } from '@/components/offering/term-words';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

export type ChainLinkView = {
  position: number;
  agreement: {
    id: string;
    version: number;
    role: string;
    currency: string;
    payer: { name: string };
    partner: { slug: string; name: string };
  };
  term: TermWordsProps['term'] | null;
};

/** Who pays whom for an offering, from the operator down, each by the term that holds. */
export function ChainTable({ chain }: { chain: readonly ChainLinkView[] }): ReactNode {
  const t = useTranslations('operator.offerings');
  return (
    <PlainTable
      caption={t('chain')}
      columns={[
        { id: 'payer', header: t('payer') },
        { id: 'partner', header: t('receiver') },
        { id: 'role', header: t('role') },
        { id: 'term', header: t('term') },
      ]}
      rows={chain.map(({ position, agreement, term }) => ({
        id: String(position),
        cells: {
          payer: agreement.payer.name,
          partner: (
            <TextLink href={`/operator/partners/${agreement.partner.slug}`}>
              {agreement.partner.name}
            </TextLink>
          ),
          role: t(`roles.${agreement.role}`, { version: agreement.version }),
          term: term ? <TermWords term={term} currency={agreement.currency} /> : t('noTerm'),
        },
      }))}
    />
  );
}
