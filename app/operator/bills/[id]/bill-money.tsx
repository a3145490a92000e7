import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { BillBalance } from '@/components/credit-note/bill-balance';
import { CreditNoteList } from '@/components/credit-note/credit-note-list';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import type { RequestContext } from '@/lib/http/request-context';
import { getBillBalance } from '@/lib/services/credit-notes/bill-credit';
import { listCreditNotes } from '@/lib/services/credit-notes/list-credit-notes';

/** What became of an issued bill's money: from the total to what is open, and the credit notes between. */
export async function BillMoney({
  ctx,
  billId,
}: {
  ctx: RequestContext;
  billId: string;
}): Promise<ReactNode> {
  const balance = await getBillBalance(ctx, billId);
  if (!balance) return null;
  const t = await getTranslations('creditNote');
  const ledger = await getTranslations('ledger');
  const notes = await listCreditNotes(ctx, ofBill(billId));
  return (
    <>
      <Section
        id="money"
        title={t('after.title')}
        description={t('after.description')}
        actions={<TextLink href={`/operator/ledger/journals?bill=${billId}`}>{ledger('ofBill')}</TextLink>}
      >
        <BillBalance balance={balance} />
      </Section>
      {notes.data.length > 0 ? (
        <Section id="credit-notes" title={t('title')}>
          <CreditNoteList notes={notes.data} home="/operator/credit-notes" />
        </Section>
      ) : null}
    </>
  );
}

const ofBill = (billId: string) => ({
  q: '',
  sort: null,
  filters: { bill: [billId] },
  after: null,
  pageSize: 200,
});
