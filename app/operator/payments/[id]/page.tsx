import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { cache } from 'react';
import {
  findAccounts,
  matchByHand,
  moveByHand,
  namePayee,
  refundByHand,
  reverseByHand,
  settleByHand,
  winBackByHand,
} from '@/app/operator/payments/actions';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { RefundPayment, ReversePayment } from '@/components/payment/give-back';
import { MatchPayment } from '@/components/payment/match-payment';
import { MoveAllocations } from '@/components/payment/move-allocations';
import { PaymentBills } from '@/components/payment/payment-bills';
import { PartnerEffects, PaymentBooks } from '@/components/payment/payment-books';
import { PaymentFacts, ReversalTable } from '@/components/payment/payment-facts';
import { paymentTone } from '@/components/payment/payment-tone';
import { RefundList } from '@/components/payment/refund-list';
import { WinBack } from '@/components/payment/win-back';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { formatDate } from '@/lib/format/date';
import { orNotFound } from '@/lib/http/or-not-found';
import { getBalance } from '@/lib/services/payments/get-balance';
import { getPaymentBooks } from '@/lib/services/payments/get-payment-books';
import { getPayment } from '@/lib/services/payments/list-payments';
import { suggestMatches } from '@/lib/services/payments/preview-payment';
import { listRefunds } from '@/lib/services/refunds/list-refunds';

/** Read once for the page and its title. */
const readPayment = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, payment: await orNotFound(getPayment(ctx, id)) };
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { payment } = await readPayment((await params).id);
  const t = await getTranslations('payment');
  return { title: t('detail.title', { date: formatDate(payment.receivedOn, await getLocale()) }) };
}

/** One payment: whose it is, what it paid, what was taken back, and what it did to partners and books. */
export default async function PaymentPage({ params }: Props) {
  const { ctx, payment } = await readPayment((await params).id);
  const t = await getTranslations('payment');
  const locale = await getLocale();
  const { id, account, currency } = payment;
  const mayManage = can(ctx.actor, 'payment.manage');
  const mayRefund = can(ctx.actor, 'refund.manage');
  const isUnmatched = payment.state === 'unmatched';
  const isOver = payment.state === 'reversed';
  const [books, refunds, suggestions, balance] = await Promise.all([
    getPaymentBooks(ctx, id),
    listRefunds(ctx, { q: '', sort: null, filters: { payment: [id] }, after: null, pageSize: 100 }),
    isUnmatched && mayManage ? suggestMatches(ctx, id) : [],
    account ? getBalance(ctx, account.id) : null,
  ]);
  const open = balance?.balances.find((each) => each.currency === currency)?.bills ?? [];
  const title = t('detail.title', { date: formatDate(payment.receivedOn, locale) });
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: t('title'), href: '/operator/payments' }, { label: title }]}
        state={<StateBadge tone={paymentTone(payment.state)} label={t(`state.${payment.state}`)} />}
        meta={<MoneyText amount={payment.amount} currency={currency} />}
        actions={
          mayManage && !isOver ? (
            <>
              {isUnmatched ? (
                <MatchPayment
                  payment={payment}
                  suggestions={suggestions}
                  find={findAccounts}
                  match={matchByHand}
                />
              ) : (
                <RefundPayment
                  payment={payment}
                  left={payment.left}
                  credit={payment.credit}
                  refund={refundByHand}
                />
              )}
              <ReversePayment payment={payment} left={payment.left} reverse={reverseByHand} />
            </>
          ) : null
        }
      />
      <Section title={t('detail.facts')}>
        <PaymentFacts payment={payment} />
      </Section>
      {account ? (
        <Section
          title={t('detail.bills')}
          description={t('detail.billsDescription')}
          actions={
            mayManage && !isOver ? (
              <MoveAllocations
                key={JSON.stringify(payment.allocations)}
                payment={payment}
                bills={movable(payment.allocations, open)}
                move={moveByHand}
              />
            ) : null
          }
        >
          <PaymentBills
            allocations={payment.allocations}
            rest={payment.credit}
            currency={currency}
            home="/operator/bills"
          />
        </Section>
      ) : null}
      {payment.reversals.length > 0 ? (
        <Section title={t('detail.reversals')}>
          <ReversalTable
            reversals={payment.reversals}
            currency={currency}
            {...(mayManage
              ? {
                  win: (reversal) => (
                    <WinBack key={reversal.left} payment={payment} reversal={reversal} win={winBackByHand} />
                  ),
                }
              : {})}
          />
        </Section>
      ) : null}
      {refunds.data.length > 0 ? (
        <Section title={t('refund.list')}>
          <RefundList
            refunds={refunds.data}
            settle={mayRefund ? settleByHand : null}
            name={mayRefund ? namePayee : null}
          />
        </Section>
      ) : null}
      <Section title={t('detail.partners')} description={t('detail.partnersDescription')}>
        <PartnerEffects partners={books.partners} currency={currency} />
      </Section>
      <Section title={t('detail.books')} description={t('detail.booksDescription')}>
        <PaymentBooks journals={books.journals} currency={currency} />
      </Section>
    </>
  );
}

type Allocated = { billId: string; number: string; amount: string };
type Open = { id: string; number: string; open: string };

/** The bills it pays, and those it could pay. */
function movable(allocations: readonly Allocated[], open: readonly Open[]) {
  const openOf = new Map(open.map((bill) => [bill.id, bill.open]));
  const own = allocations.map(({ billId, number, amount }) => ({
    ...{ id: billId, number, pays: amount },
    open: openOf.get(billId) ?? '0',
  }));
  const others = open.filter(
    ({ id, open: left }) => !own.some((bill) => bill.id === id) && !isZeroAmount(left),
  );
  return [...own, ...others.map(({ id, number, open: left }) => ({ id, number, pays: '', open: left }))];
}
