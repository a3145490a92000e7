import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { BillStory } from '@/app/customer/payments/bill-story';
import { reverseWriteOff, writeOffBill } from '@/app/operator/write-offs/actions';
import { DebitNotePdf } from '@/components/debit-note/debit-note-pdf';
import { isZeroAmount } from '@/components/money/amount';
import { DebitNoteFacts } from '@/components/payment/debit-note-facts';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { WriteOffButton } from '@/components/write-off/write-off-button';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';
import { getBillMoney } from '@/lib/services/payments/get-bill-money';

/** Read once for the page and its title. */
const readNote = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, note: await orNotFound(getDebitNote(ctx, id)) };
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { note } = await readNote((await params).id);
  return { title: (await getTranslations('payment.debitNote'))('one', { number: note.number }) };
}

/** What a customer owes because money was given back and then charged back: what is open of it, and giving it up. */
export default async function DebitNotePage({ params }: Props) {
  const { ctx, note } = await readNote((await params).id);
  const t = await getTranslations('payment.debitNote');
  const ledger = await getTranslations('ledger');
  const money = (await getBillMoney(ctx, note.id))!;
  const title = t('one', { number: note.number });
  const mayWriteOff = can(ctx.actor, 'write-off.manage');
  const named = { id: note.id, number: note.number, currency: note.currency };
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: t('list'), href: '/operator/debit-notes' }, { label: note.number }]}
        meta={note.account.customer}
        actions={
          <>
            {mayWriteOff && !isZeroAmount(money.open) ? (
              <WriteOffButton
                key={money.open}
                verb="writeOff"
                bill={named}
                bound={money.open}
                act={writeOffBill}
              />
            ) : null}
            {mayWriteOff && !isZeroAmount(money.writtenOff) ? (
              <WriteOffButton
                key={`back ${money.writtenOff}`}
                verb="reverse"
                bill={named}
                bound={money.writtenOff}
                act={reverseWriteOff}
              />
            ) : null}
            <LinkButton size="sm" href={`/operator/ledger/journals?bill=${note.id}`}>
              {ledger('ofBill')}
            </LinkButton>
            <DebitNotePdf id={note.id} label={t('pdf')} size="sm" />
          </>
        }
      />
      <Section title={t('title')} description={t('description')}>
        <DebitNoteFacts note={note} money={money} paymentHref={`/operator/payments/${note.paymentId}`} />
      </Section>
      <BillStory ctx={ctx} billId={note.id} payments="/operator/payments" />
    </>
  );
}
