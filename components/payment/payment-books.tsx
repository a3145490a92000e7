import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

export type PaymentJournalView = {
  id: string;
  event: string;
  bookedOn: string;
  bill: { id: string; number: string } | null;
  postings: readonly { account: string; party: string; debit: string | null; credit: string | null }[];
};

export type PartnerEffectView = { partyId: string; party: string; pending: string; payable: string };

/** A payment's journals, each with its sides. */
export function PaymentBooks({
  journals,
  currency,
}: {
  journals: readonly PaymentJournalView[];
  currency: string;
}): ReactNode {
  const t = useTranslations('payment');
  const bill = useTranslations('ledger.account');
  const money = (amount: string | null) =>
    amount && <MoneyText amount={amount} currency={currency} hideCurrency />;
  return (
    <PlainTable
      caption={t('detail.books')}
      columns={[
        { id: 'event', header: t('column.event') },
        { id: 'ledger', header: t('column.ledger') },
        { id: 'party', header: t('column.party') },
        { id: 'debit', header: t('column.debit'), align: 'end' },
        { id: 'credit', header: t('column.creditSide'), align: 'end' },
      ]}
      rows={journals.flatMap((journal) =>
        journal.postings.map((posting, index) => ({
          id: `${journal.id}:${index}`,
          cells: {
            event: index === 0 ? <JournalHead journal={journal} /> : null,
            ledger: bill.has(posting.account) ? bill(posting.account) : posting.account,
            party: posting.party,
            debit: money(posting.debit),
            credit: money(posting.credit),
          },
        })),
      )}
    />
  );
}

function JournalHead({ journal }: { journal: PaymentJournalView }): ReactNode {
  const t = useTranslations('payment.event');
  const key = journal.event.replace('.', '_');
  return (
    <span className="whitespace-nowrap">
      {t.has(key) ? t(key) : t('other', { event: journal.event })}{' '}
      <span className="text-sm text-ink-muted">
        <DateText value={journal.bookedOn} />
        {journal.bill ? (
          <>
            {' · '}
            <TextLink href={`/operator/bills/${journal.bill.id}`}>{journal.bill.number}</TextLink>
          </>
        ) : null}
      </span>
    </span>
  );
}

/** What a payment released to each partner, or took back. */
export function PartnerEffects({
  partners,
  currency,
}: {
  partners: readonly PartnerEffectView[];
  currency: string;
}): ReactNode {
  const t = useTranslations('payment');
  return (
    <PlainTable
      caption={t('detail.partners')}
      empty={t('detail.noPartners')}
      columns={[
        { id: 'partner', header: t('column.partner') },
        { id: 'pending', header: t('column.pending'), align: 'end' },
        { id: 'payable', header: t('column.payable'), align: 'end' },
      ]}
      rows={partners.map(({ partyId, party, pending, payable }) => ({
        id: partyId,
        cells: {
          partner: party,
          pending: <MoneyText amount={pending} currency={currency} signed />,
          payable: <MoneyText amount={payable} currency={currency} signed />,
        },
      }))}
    />
  );
}
