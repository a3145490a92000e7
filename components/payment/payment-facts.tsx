import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

export type PaymentFactsView = {
  account: { number: string; name: string; customer: string } | null;
  currency: string;
  reversed: string;
  refunded: string;
  debt: string;
  debitNotes: readonly { id: string; number: string }[];
  receivedOn: string;
  method: string;
  reference: string;
  payer: { name: string | null; iban: string | null } | null;
  source: string;
  sourceKey: string;
  recordedBy: string;
};

/** What is known of a payment. */
export function PaymentFacts({ payment }: { payment: PaymentFactsView }): ReactNode {
  const t = useTranslations('payment');
  const { account, payer, currency } = payment;
  const money = (term: string, amount: string) =>
    isZeroAmount(amount) ? [] : [{ term, detail: <MoneyText amount={amount} currency={currency} /> }];
  return (
    <DescriptionList
      columns={3}
      items={[
        ...(account
          ? [
              {
                term: t('column.account'),
                detail: (
                  <TextLink
                    href={`/operator/accounts/${account.number}`}
                  >{`${account.name} · ${account.number}`}</TextLink>
                ),
              },
              { term: t('detail.customer'), detail: account.customer },
            ]
          : []),
        { term: t('column.receivedOn'), detail: <DateText value={payment.receivedOn} /> },
        { term: t('column.reference'), detail: payment.reference || t('noReference') },
        ...(payer
          ? [{ term: t('column.payer'), detail: [payer.name, payer.iban].filter(Boolean).join(' · ') }]
          : []),
        { term: t('column.method'), detail: t(`method.${payment.method}`) },
        { term: t('column.source'), detail: `${t(`source.${payment.source}`)} · ${payment.recordedBy}` },
        {
          term: t('detail.key'),
          detail: <span className="font-mono text-sm break-all">{payment.sourceKey}</span>,
        },
        ...money(t('detail.reversed'), payment.reversed),
        ...money(t('detail.refunded'), payment.refunded),
        ...money(t('detail.debt'), payment.debt),
        ...payment.debitNotes.map(({ id, number }) => ({
          term: t('debitNote.title'),
          detail: <TextLink href={`/operator/debit-notes/${id}`}>{t('debitNote.one', { number })}</TextLink>,
        })),
      ]}
    />
  );
}

export type ReversalItem = {
  id: string;
  kind: string;
  amount: string;
  leftToWin: string;
  reversedOn: string;
  reason: string;
};

/** What the bank took back of it, and what of that was won back; for who may say so, a button beside what is still lost. */
export function ReversalTable({
  reversals,
  currency,
  win,
}: {
  reversals: readonly ReversalItem[];
  currency: string;
  win?: (reversal: { id: string; left: string }) => ReactNode;
}): ReactNode {
  const t = useTranslations('payment');
  return (
    <PlainTable
      caption={t('detail.reversals')}
      columns={[
        { id: 'on', header: t('column.bookedOn') },
        { id: 'kind', header: t('column.kind') },
        { id: 'reason', header: t('column.reason') },
        ...(win ? [{ id: 'win', header: '' }] : []),
        { id: 'amount', header: t('column.amount'), align: 'end' as const },
      ]}
      rows={reversals.map(({ id, kind, amount, leftToWin, reversedOn, reason }) => ({
        id,
        cells: {
          on: <DateText value={reversedOn} />,
          kind: t(`reverse.${kind}`),
          reason,
          ...(win && !isZeroAmount(leftToWin) ? { win: win({ id, left: leftToWin }) } : {}),
          amount: <MoneyText amount={kind === 'won_back' ? amount : `-${amount}`} currency={currency} />,
        },
      }))}
    />
  );
}
