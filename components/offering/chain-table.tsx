import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PlaceName } from '@/components/offering/place-name';
import { TermWords, type TermWordsProps } from '@/components/offering/term-words';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';
import { walkDown } from '@/lib/domain/settlement/walk-down';

export type ChainLinkView = {
  position: number;
  /** The position of the place that it is below; null: the operator pays. */
  below: number | null;
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

/** Who pays whom for an offering, each below its payer, by the term that holds. */
export function ChainTable({ chain }: { chain: readonly ChainLinkView[] }): ReactNode {
  const t = useTranslations('operator.offerings');
  const places = walkDown(chain, {
    idOf: ({ position }) => String(position),
    payerOf: ({ below }) => (below === null ? null : String(below)),
  });
  return (
    <PlainTable
      caption={t('chain')}
      columns={[
        { id: 'partner', header: t('receiver') },
        { id: 'payer', header: t('payer') },
        { id: 'role', header: t('role') },
        { id: 'term', header: t('term') },
      ]}
      rows={places.map(({ party: { position, agreement, term }, depth }) => ({
        id: String(position),
        cells: {
          payer: agreement.payer.name,
          partner: (
            <PlaceName depth={depth}>
              <TextLink href={`/operator/partners/${agreement.partner.slug}`}>
                {agreement.partner.name}
              </TextLink>
            </PlaceName>
          ),
          role: t(`roles.${agreement.role}`, { version: agreement.version }),
          term: term ? <TermWords term={term} currency={agreement.currency} /> : t('noTerm'),
        },
      }))}
    />
  );
}
