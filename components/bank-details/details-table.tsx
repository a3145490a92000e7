import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type BankDetailsItem, detailsTone } from '@/components/bank-details/details-view';
import { DateText } from '@/components/time/date-text';
import { InstantText } from '@/components/time/instant-text';
import { EmptyState } from '@/components/ui/empty-state';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';

export type DetailsTableProps = {
  details: readonly BankDetailsItem[];
  timeZone: string;
  /** Where a party's own page is; leave out on it. */
  partyHref?: (details: BankDetailsItem) => string;
  /** What can be done with those that wait. */
  actions?: (details: BankDetailsItem) => ReactNode;
};

/** Accounts of one party or of all, the latest proposed first, masked. */
export function DetailsTable({ details, timeZone, partyHref, actions }: DetailsTableProps): ReactNode {
  const t = useTranslations('bankDetails');
  if (details.length === 0) return <EmptyState title={t('emptyTitle')} description={t('emptyDescription')} />;
  return (
    <PlainTable
      caption={t('title')}
      columns={[
        ...(partyHref ? [{ id: 'party', header: t('party') }] : []),
        { id: 'account', header: t('account') },
        { id: 'state', header: t('state') },
        ...(actions ? [{ id: 'actions', header: t('decide') }] : []),
        { id: 'holder', header: t('holder') },
        { id: 'currency', header: t('currency') },
        { id: 'proposed', header: t('proposedAt') },
      ]}
      rows={details.map((one) => ({
        id: one.id,
        cells: {
          party: partyHref ? <TextLink href={partyHref(one)}>{one.party.name}</TextLink> : null,
          account: <bdi className="font-mono text-sm whitespace-nowrap">{one.account}</bdi>,
          holder: one.holder,
          currency: one.currency ?? t('anyCurrency'),
          state: <State details={one} timeZone={timeZone} />,
          proposed: (
            <>
              <DateText value={one.proposedAt.slice(0, 10)} />{' '}
              <span className="text-ink-muted">{one.proposedBy}</span>
            </>
          ),
          actions: one.state === 'proposed' ? actions?.(one) : null,
        },
      }))}
    />
  );
}

function State({ details, timeZone }: { details: BankDetailsItem; timeZone: string }): ReactNode {
  const t = useTranslations('bankDetails');
  const { state, usableFrom, reason, decidedBy } = details;
  return (
    <>
      <StateBadge tone={detailsTone[state]} label={t(`states.${state}`)} />
      {state === 'cooling_off' && usableFrom ? (
        <span className="block text-sm text-ink-muted">
          {t('usableFrom')} <InstantText value={usableFrom} timeZone={timeZone} />
        </span>
      ) : null}
      {decidedBy ? (
        <span className="block text-sm text-ink-muted">{t('by', { name: decidedBy })}</span>
      ) : null}
      {reason ? <span className="block max-w-60 text-sm text-ink-muted">{reason}</span> : null}
    </>
  );
}
