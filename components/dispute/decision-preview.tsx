import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { DecisionPreviewView } from '@/components/dispute/dispute-actions';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';

/** What a decision would do to everybody's money. */
export function DecisionPreview({ preview }: { preview: DecisionPreviewView }): ReactNode {
  const t = useTranslations('dispute.decide');
  const { credit, currency, backToCredit, open, operatorRevenue, parties } = preview;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  const change = ({ before, after }: { before: string; after: string }) => (
    <>
      {money(before)} → {money(after)}
    </>
  );
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <dt className="font-medium">{t('customerGets')}</dt>
        <dd className="text-end font-medium">{money(credit.gross)}</dd>
        <dt className="text-sm text-ink-muted">{t('ofWhichTax')}</dt>
        <dd className="text-end text-sm text-ink-muted">{money(credit.tax)}</dd>
        {isZeroAmount(backToCredit) ? null : (
          <>
            <dt className="text-ink-muted">{t('toCredit')}</dt>
            <dd className="text-end">{money(backToCredit)}</dd>
          </>
        )}
        <dt className="text-ink-muted">{t('openOfBill')}</dt>
        <dd className="text-end">{change(open)}</dd>
        <dt className="text-ink-muted">{t('operator')}</dt>
        <dd className="text-end">{change(operatorRevenue)}</dd>
      </dl>
      {parties.length === 0 ? null : (
        <PlainTable
          caption={t('preview')}
          columns={[
            { id: 'party', header: t('party') },
            { id: 'held', header: t('held'), align: 'end' },
            { id: 'nextPayout', header: t('nextPayout'), align: 'end' },
          ]}
          rows={parties.map(({ party, partyName, held, nextPayout }) => ({
            id: party,
            cells: { party: partyName, held: change(held), nextPayout: change(nextPayout) },
          }))}
        />
      )}
    </div>
  );
}
