import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { TextLink } from '@/components/ui/text-link';

export type DebitNoteFactsProps = {
  note: {
    account: { number: string; name: string };
    currency: string;
    amount: string;
    issuedOn: string;
    dueOn: string;
    reason: string;
  };
  money: { paid: string; writtenOff: string; open: string };
  /** Of the payment that was taken back, for who may open it. */
  paymentHref?: string;
};

/** Why a customer owes the amount of a debit note, and what is left of it. */
export function DebitNoteFacts({ note, money, paymentHref }: DebitNoteFactsProps): ReactNode {
  const t = useTranslations('payment.debitNote');
  const { currency } = note;
  const figure = (amount: string) => <MoneyText amount={amount} currency={currency} size="figure" />;
  return (
    <>
      <KeyFigures>
        <KeyFigure label={t('open')} value={figure(money.open)} />
        <KeyFigure label={t('amount')} value={figure(note.amount)} />
        <KeyFigure label={t('paid')} value={figure(money.paid)} />
        {isZeroAmount(money.writtenOff) ? null : (
          <KeyFigure label={t('writtenOff')} value={figure(money.writtenOff)} />
        )}
      </KeyFigures>
      <DescriptionList
        columns={3}
        items={[
          { term: t('account'), detail: `${note.account.name} · ${note.account.number}` },
          { term: t('issuedOn'), detail: <DateText value={note.issuedOn} /> },
          { term: t('dueOn'), detail: <DateText value={note.dueOn} /> },
          { term: t('reason'), detail: note.reason },
          ...(paymentHref
            ? [{ term: t('payment'), detail: <TextLink href={paymentHref}>{t('toPayment')}</TextLink> }]
            : []),
        ]}
      />
    </>
  );
}
