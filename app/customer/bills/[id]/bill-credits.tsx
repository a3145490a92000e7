import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { BillBalance } from '@/components/credit-note/bill-balance';
import { CreditNoteList } from '@/components/credit-note/credit-note-list';
import { isSameAmount } from '@/components/money/amount';
import { Section } from '@/components/ui/section';
import type { RequestContext } from '@/lib/http/request-context';
import { getBillBalance } from '@/lib/services/credit-notes/bill-credit';
import { listCreditNotes } from '@/lib/services/credit-notes/list-credit-notes';

/** What was paid and given back of a bill since; nothing while nothing was. */
export async function BillCredits({
  ctx,
  billId,
}: {
  ctx: RequestContext;
  billId: string;
}): Promise<ReactNode> {
  const balance = await getBillBalance(ctx, billId);
  if (!balance || isSameAmount(balance.open, balance.total)) return null;
  const t = await getTranslations('creditNote');
  const query = { q: '', sort: null, filters: { bill: [billId] }, after: null, pageSize: 200 };
  const notes = await listCreditNotes(ctx, query);
  return (
    <div className="max-w-4xl pt-10 print:hidden">
      <Section id="money" title={t('after.title')} description={t('after.description')}>
        <BillBalance balance={balance} />
      </Section>
      {notes.data.length > 0 ? (
        <Section id="credit-notes" title={t('title')}>
          <CreditNoteList notes={notes.data} home="/customer/credit-notes" />
        </Section>
      ) : null}
    </div>
  );
}
