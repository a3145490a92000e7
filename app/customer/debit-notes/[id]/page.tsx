import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { BillStory } from '@/app/customer/payments/bill-story';
import { PayBill } from '@/app/customer/payments/pay-bill';
import { DebitNotePdf } from '@/components/debit-note/debit-note-pdf';
import { DebitNoteFacts } from '@/components/payment/debit-note-facts';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';
import { getBillMoney } from '@/lib/services/payments/get-bill-money';

/** Read once for the page and its title. */
const readNote = cache(async (id: string) => {
  const ctx = await requireContext('customer');
  return { ctx, note: await orNotFound(getDebitNote(ctx, id)) };
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { note } = await readNote((await params).id);
  return { title: (await getTranslations('payment.debitNote'))('one', { number: note.number }) };
}

/** Why the reader owes this, what is left of it, and a button to pay it. */
export default async function CustomerDebitNotePage({ params }: Props) {
  const { ctx, note } = await readNote((await params).id);
  const t = await getTranslations('payment.debitNote');
  const payments = await getTranslations('payment');
  const money = (await getBillMoney(ctx, note.id))!;
  const title = t('one', { number: note.number });
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[
          { label: payments('title'), href: '/customer/payments' },
          { label: t('list'), href: '/customer/debit-notes' },
          { label: note.number },
        ]}
        meta={note.account.name}
        actions={
          <>
            <DebitNotePdf id={note.id} label={t('pdf')} />
            <PayBill ctx={ctx} bill={{ ...note, billingAccount: note.account }} />
          </>
        }
      />
      <Section title={t('title')} description={t('description')}>
        <DebitNoteFacts note={note} money={money} />
      </Section>
      <BillStory ctx={ctx} billId={note.id} />
    </>
  );
}
