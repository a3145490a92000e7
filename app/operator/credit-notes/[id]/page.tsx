import { FileSpreadsheet, FileText } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { CreditNotePaper } from '@/components/credit-note/credit-note-paper';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getCreditNote } from '@/lib/services/credit-notes/get-credit-note';

/** Read once for the page and its title. */
const readNote = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return orNotFound(getCreditNote(ctx, id));
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { number } = await readNote((await params).id);
  return { title: (await getTranslations('creditNote'))('one', { number }) };
}

export default async function CreditNotePage({ params }: Props) {
  const t = await getTranslations('creditNote');
  const ledger = await getTranslations('ledger');
  const note = await readNote((await params).id);
  const address = `/api/v1/credit-notes/${note.id}`;
  return (
    <>
      <PageHeader
        title={t('one', { number: note.number })}
        breadcrumbs={[{ label: t('title'), href: '/operator/credit-notes' }, { label: note.number }]}
        meta={
          <>
            <TextLink href={`/operator/customers/${note.customer.slug}`}>{note.customer.name}</TextLink>
            {' · '}
            <TextLink href={`/operator/accounts/${note.billingAccount.number}`}>
              {note.billingAccount.name}
            </TextLink>
            {' · '}
            <TextLink href={`/operator/ledger/journals?source=${note.id}`}>{ledger('ofCause')}</TextLink>
          </>
        }
        actions={
          <>
            <LinkButton href={`${address}.csv`} download icon={<FileSpreadsheet size={16} aria-hidden />}>
              {t('csv')}
            </LinkButton>
            <LinkButton href={`${address}.pdf`} external icon={<FileText size={16} aria-hidden />}>
              {t('pdf')}
            </LinkButton>
          </>
        }
      />
      <CreditNotePaper note={note} billHref={`/operator/bills/${note.bill.id}`} />
    </>
  );
}
