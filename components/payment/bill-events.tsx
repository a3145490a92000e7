import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { formatMoney } from '@/lib/format/money';

export type BillEventView = {
  id: string;
  event: string;
  bookedOn: string;
  amount: string;
  open: string;
  paymentId: string | null;
};

/** What happened to a bill's money since it was issued, in order. */
export function BillEvents({
  events,
  currency,
  payments,
}: {
  events: readonly BillEventView[];
  currency: string;
  /** Where a payment lies beneath, for who may open one. */
  payments?: string;
}): ReactNode {
  const t = useTranslations('payment.billEvent');
  const locale = useLocale();
  if (events.length === 0) return <p className="text-ink-muted">{t('none')}</p>;
  return (
    <Timeline
      items={events.map((event) => {
        const words = t(wordOf(event), { event: event.event });
        return {
          id: event.id,
          at: <DateText value={event.bookedOn} />,
          title: (
            <>
              {payments && event.paymentId ? (
                <TextLink href={`${payments}/${event.paymentId}`}>{words}</TextLink>
              ) : (
                words
              )}{' '}
              <MoneyText amount={event.amount} currency={currency} signed />
            </>
          ),
          detail: t('open', { amount: formatMoney(event.open, currency, locale) }),
        };
      })}
    />
  );
}

/** Below zero less is owed: something was paid, credited or written off. */
function wordOf({ event, amount, paymentId }: BillEventView): string {
  const isLess = amount.startsWith('-');
  if (event === 'payment.allocated') return isLess ? (paymentId ? 'paid' : 'fromCredit') : 'takenOff';
  return WORDS[event] ?? 'other';
}

const WORDS: Readonly<Record<string, string>> = {
  'payment.reversed': 'reversed',
  'credit-note.issued': 'credited',
  'bill.written-off': 'writtenOff',
  'dispute.raised': 'disputed',
  'dispute.resolved': 'settledDispute',
};
