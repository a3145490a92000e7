import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';

export type CreditPreviewView = {
  currency: string;
  lines: { lineId: string; description: string; kind: string; amount: string }[];
  taxes: { seller: string; category: string; ratePercent: string; base: string; amount: string }[];
  documents: { seller: string; typeCode: string; corrects: string; total: string }[];
  net: string;
  tax: string;
  total: string;
  freed: string;
  open: { before: string; after: string };
  gives: { partyId: string; party: string; isOperator: boolean; amount: string; ofNextPayout: string }[];
};

/** What a credit note would say and what each party gives back, before it is issued. */
export function CreditPreview({
  preview,
  operator,
}: {
  preview: CreditPreviewView;
  operator: string;
}): ReactNode {
  const t = useTranslations('creditNote.preview');
  const { currency } = preview;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <dt className="text-ink-muted">{t('net')}</dt>
        <dd className="text-end">{money(preview.net)}</dd>
        {preview.taxes.map(({ seller, category, ratePercent, base, amount }) => (
          <TaxRow
            key={`${seller} ${category} ${ratePercent}`}
            label={t('taxOf', { seller, category, rate: ratePercent })}
            base={money(base)}
            amount={money(amount)}
          />
        ))}
        <dt className="border-t pt-1 font-semibold">{t('total')}</dt>
        <dd className="border-t pt-1 text-end font-semibold">{money(preview.total)}</dd>
        <dt className="text-ink-muted">{t('open')}</dt>
        <dd className="text-end">
          {money(preview.open.before)} <span aria-hidden>→</span>{' '}
          <span className="sr-only">{t('becomes')}</span>
          {money(preview.open.after)}
        </dd>
        {isZeroAmount(preview.freed) ? null : (
          <>
            <dt className="text-ink-muted">{t('freed')}</dt>
            <dd className="text-end">{money(preview.freed)}</dd>
          </>
        )}
      </dl>
      <PlainTable
        caption={t('gives')}
        hideCaption={false}
        empty={t('nobodyGives')}
        columns={[
          { id: 'party', header: t('party') },
          { id: 'amount', header: t('givesBack'), align: 'end' },
          { id: 'payout', header: t('ofNextPayout'), align: 'end' },
        ]}
        rows={preview.gives.map((give) => ({
          id: give.partyId || 'operator',
          cells: {
            party: give.isOperator ? operator : give.party,
            amount: money(give.amount),
            payout: give.isOperator ? '' : money(give.ofNextPayout),
          },
        }))}
      />
      <p className="text-sm text-ink-muted">
        {preview.documents.map(({ seller, corrects }) => t('document', { seller, corrects })).join(' ')}
      </p>
    </div>
  );
}

function TaxRow({ label, base, amount }: { label: string; base: ReactNode; amount: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-ink-muted">
        {label} <span className="text-xs">({base})</span>
      </dt>
      <dd className="text-end">{amount}</dd>
    </>
  );
}
