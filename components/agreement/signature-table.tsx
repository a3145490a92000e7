import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';

export type SignatureTableProps = {
  /** The operator's, for the clock. */
  timeZone: string;
  signatures: readonly { partyId: string; name: string | null; signedAt: string; onRecord: boolean }[];
};

/** Who has signed, when and how. */
export function SignatureTable({ signatures, timeZone }: SignatureTableProps): ReactNode {
  const t = useTranslations('agreement');
  return (
    <PlainTable
      caption={t('signatures')}
      columns={[
        { id: 'party', header: t('party') },
        { id: 'signedAt', header: t('signedOn') },
        { id: 'how', header: t('how') },
      ]}
      rows={signatures.map(({ partyId, name, signedAt, onRecord }) => ({
        id: partyId,
        cells: {
          party: name,
          signedAt: <InstantText value={signedAt} timeZone={timeZone} />,
          how: t(onRecord ? 'onRecord' : 'onPage'),
        },
      }))}
      empty={t('nobody')}
    />
  );
}
