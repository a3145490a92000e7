import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { startPaying } from '@/app/customer/payments/actions';
import { parseListState } from '@/components/data-table/list-state';
import { isZeroAmount } from '@/components/money/amount';
import { AccountBalance } from '@/components/payment/account-balance';
import { PayButton } from '@/components/payment/pay-button';
import { PaymentTable } from '@/components/payment/payment-table';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listAccounts } from '@/lib/services/accounts/list-accounts';
import { listMethods } from '@/lib/services/payment-methods/save-method';
import { getBalance } from '@/lib/services/payments/get-balance';
import { listPayments } from '@/lib/services/payments/list-payments';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment'))('title') };
}

/** What a customer owes by account, with a button to pay it, and what it paid. */
export default async function CustomerPaymentsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('payment');
  const state = parseListState(await searchParams, {
    sortable: ['receivedOn', 'amount'],
    defaultSort: '-receivedOn',
  });
  const [accounts, methods, payments] = await Promise.all([
    listAccounts(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 25 }),
    listMethods(ctx),
    orNotFound(listPayments(ctx, state)),
  ]);
  const balances = await Promise.all(accounts.data.map(({ id }) => getBalance(ctx, id)));
  const mayPay = can(ctx.actor, 'payment.pay');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('customerDescription')}
        actions={<LinkButton href="/customer/debit-notes">{t('debitNote.list')}</LinkButton>}
      />
      {balances.flatMap(({ account, balances: byCurrency }) =>
        byCurrency.map((balance) => {
          const ways = { account: account.number, currency: balance.currency, methods, start: startPaying };
          const isOpen = !isZeroAmount(balance.open) && !balance.open.startsWith('-');
          return (
            <Section
              key={`${account.id}:${balance.currency}`}
              title={account.name}
              description={`${account.number} · ${balance.currency}`}
              actions={
                mayPay && isOpen && balance.bills.length > 1 && balance.currency === account.currency ? (
                  <PayButton {...ways} bill={null} open={balance.open} label={t('pay.all')} />
                ) : null
              }
            >
              <AccountBalance
                balance={balance}
                home="/customer/bills"
                {...(mayPay
                  ? {
                      pay: (billId) => {
                        const bill = balance.bills.find(({ id }) => id === billId);
                        if (!bill || bill.open.startsWith('-')) return null;
                        return (
                          <PayButton
                            {...ways}
                            bill={{ id: bill.id, number: bill.number }}
                            open={bill.open}
                            variant="secondary"
                            size="sm"
                          />
                        );
                      },
                    }
                  : {})}
              />
            </Section>
          );
        }),
      )}
      <Section title={t('list')}>
        <PaymentTable
          payments={payments.data}
          nextCursor={payments.nextCursor}
          without={['payer', 'source']}
          empty={{ title: t('empty'), description: t('customerEmptyDescription') }}
        />
      </Section>
    </>
  );
}
