import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { Callout } from '@/components/ui/callout';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

export type PaymentPreviewView = {
  currency: string;
  bills: readonly { id: string; number: string; dueOn: string; open: string; pays: string; left: string }[];
  credit: string;
  alike: readonly { id: string; receivedOn: string; reference: string }[];
};

/** Which bills a payment pays, before it does. */
export function PaymentPreview({ preview }: { preview: PaymentPreviewView | null }): ReactNode {
  const t = useTranslations('payment');
  if (!preview) return <p className="text-sm text-ink-muted">{t('preview.later')}</p>;
  const money = (amount: string) => <MoneyText amount={amount} currency={preview.currency} hideCurrency />;
  return (
    <section aria-label={t('preview.title')} aria-live="polite">
      <PlainTable
        caption={t('preview.title')}
        hideCaption={false}
        empty={t('preview.none')}
        columns={[
          { id: 'bill', header: t('column.bill') },
          { id: 'dueOn', header: t('column.dueOn') },
          { id: 'pays', header: t('column.pays'), align: 'end' },
          { id: 'left', header: t('column.left'), align: 'end' },
        ]}
        rows={preview.bills.map((bill) => ({
          id: bill.id,
          cells: {
            bill: bill.number,
            dueOn: <DateText value={bill.dueOn} />,
            pays: money(bill.pays),
            left: money(bill.left),
          },
        }))}
        footer={{ bill: t('preview.credit'), pays: money(preview.credit) }}
      />
      {preview.alike.length > 0 ? (
        <Callout tone="attention" title={t('preview.alike')}>
          <ul>
            {preview.alike.map(({ id, receivedOn, reference }) => (
              <li key={id}>
                <TextLink href={`/operator/payments/${id}`}>
                  <DateText value={receivedOn} /> · {reference || t('noReference')}
                </TextLink>
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </section>
  );
}
