import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { causeHref } from '@/components/ledger/cause-href';
import { JournalPaper } from '@/components/ledger/journal-paper';
import { DateText } from '@/components/time/date-text';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getJournal } from '@/lib/services/ledger/list-journals';

/** Read once for the page and its title. */
const readJournal = cache(async (billingAccountId: string, id: string) => {
  const ctx = await requireContext('operator');
  return orNotFound(getJournal(ctx, { billingAccountId, id }));
});

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

async function journalOf({ params, searchParams }: Props) {
  const [{ id }, { account }] = await Promise.all([params, searchParams]);
  if (typeof account !== 'string') notFound();
  return readJournal(account, id);
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const t = await getTranslations('ledger');
  return { title: t(`event.${(await journalOf(props)).event}`) };
}

export default async function JournalPage(props: Props) {
  const t = await getTranslations('ledger');
  const journal = await journalOf(props);
  const title = t(`event.${journal.event}`);
  const cause = causeHref(journal);
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[
          { label: t('title'), href: '/operator/ledger' },
          { label: t('journals'), href: '/operator/ledger/journals' },
          { label: title },
        ]}
        meta={
          <>
            <DateText value={journal.bookedOn} />
            {cause ? (
              <>
                {' · '}
                <TextLink href={cause}>{t('cause')}</TextLink>
              </>
            ) : null}
            {journal.bill ? (
              <>
                {' · '}
                <TextLink href={`/operator/bills/${journal.bill.id}`}>
                  {`${t('bill')} ${journal.bill.number ?? ''}`}
                </TextLink>
                {' · '}
                <TextLink href={`/operator/bills/${journal.bill.id}#shares`}>{t('linesAndShares')}</TextLink>
              </>
            ) : null}
          </>
        }
      />
      <JournalPaper journal={journal} />
    </>
  );
}
