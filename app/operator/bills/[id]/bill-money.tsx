import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { reverseWriteOff, writeOffBill } from '@/app/operator/write-offs/actions';
import { BillBalance } from '@/components/credit-note/bill-balance';
import { CreditNoteList } from '@/components/credit-note/credit-note-list';
import { isZeroAmount } from '@/components/money/amount';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { WriteOffButton } from '@/components/write-off/write-off-button';
import { can } from '@/lib/domain/access/permissions';
import type { RequestContext } from '@/lib/http/request-context';
import { getBillBalance } from '@/lib/services/credit-notes/bill-credit';
import { listCreditNotes } from '@/lib/services/credit-notes/list-credit-notes';

type BillName = { id: string; number: string | null; currency: string };

/** What became of an issued bill's money: from the total to what is open, and the credit notes between. */
export async function BillMoney({ ctx, bill }: { ctx: RequestContext; bill: BillName }): Promise<ReactNode> {
  const balance = await getBillBalance(ctx, bill.id);
  if (!balance || bill.number === null) return null;
  const t = await getTranslations('creditNote');
  const ledger = await getTranslations('ledger');
  const filters = { bill: [bill.id] };
  const notes = await listCreditNotes(ctx, { q: '', sort: null, filters, after: null, pageSize: 200 });
  const { open, writtenOff } = balance;
  const named = { id: bill.id, number: bill.number, currency: bill.currency };
  const mayWriteOff = can(ctx.actor, 'write-off.manage');
  return (
    <>
      <Section
        id="money"
        title={t('after.title')}
        description={t('after.description')}
        actions={
          <>
            {mayWriteOff && !isZeroAmount(open) && !open.startsWith('-') ? (
              <WriteOffButton key={open} verb="writeOff" bill={named} bound={open} act={writeOffBill} />
            ) : null}
            {mayWriteOff && !isZeroAmount(writtenOff) ? (
              <WriteOffButton
                key={writtenOff}
                verb="reverse"
                bill={named}
                bound={writtenOff}
                act={reverseWriteOff}
              />
            ) : null}
            <LinkButton size="sm" href={`/operator/ledger/journals?bill=${bill.id}`}>
              {ledger('ofBill')}
            </LinkButton>
          </>
        }
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
