import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ignoreEntry, matchEntry } from '@/app/operator/payments/bank/actions';
import { DecideEntry } from '@/components/bank/decide-entry';
import { describeWhy, entryTone } from '@/components/bank/entry-view';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getBankEntry } from '@/lib/services/bank/list-bank-files';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bank'))('entry') };
}

export default async function BankEntryPage({ params }: PageProps<'/operator/payments/bank/entries/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('bank');
  const { id } = await params;
  const found = await orNotFound(getBankEntry(ctx, id));
  if (!found) notFound();
  const { entry, suggestions } = found;
  const { payer, payment, amount, currency, file } = entry;
  const title = payer.name ?? entry.endToEndId ?? t('entry');
  const facts = [
    {
      term: t('amount'),
      detail: amount && currency ? <MoneyText amount={amount} currency={currency} /> : null,
    },
    { term: t('bookedOn'), detail: <DateText value={entry.bookedOn} /> },
    { term: t('payer'), detail: [payer.name, payer.account].filter(Boolean).join(' · ') || null },
    { term: t('text'), detail: [...entry.references, entry.text].filter(Boolean).join(' ') || null },
    { term: t('endToEnd'), detail: entry.endToEndId },
    { term: t('bankReference'), detail: entry.bankReference },
    { term: t('reason'), detail: describeWhy(t as never, entry) || null },
    {
      term: t('payment'),
      detail: payment && (
        <TextLink href={`/operator/payments/${payment.id}`}>
          {[payment.account?.number, ...payment.bills].filter(Boolean).join(' · ') || t('ofNobody')}
        </TextLink>
      ),
    },
    { term: t('batch', { count: entry.batchCount ?? 0 }), detail: entry.batchCount },
    { term: t('decidedBy'), detail: entry.decidedBy },
  ].filter(({ detail }) => detail !== null);
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[
          { label: t('title'), href: '/operator/payments/bank' },
          { label: file.name, href: `/operator/payments/bank/${file.id}` },
          { label: title },
        ]}
        state={<StateBadge tone={entryTone[entry.state]} label={t(`states.${entry.state}`)} />}
      />
      <div className="pb-8">
        <DescriptionList items={facts} columns={3} />
      </div>
      {entry.state === 'unmatched' && can(ctx.actor, 'bank-file.manage') ? (
        <DecideEntry
          id={entry.id}
          currency={currency}
          isMoney={payment !== null}
          suggestions={suggestions}
          match={matchEntry}
          ignore={ignoreEntry}
        />
      ) : null}
    </>
  );
}
