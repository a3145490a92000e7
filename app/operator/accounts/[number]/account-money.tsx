import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { refundCredit, spendCredit } from '@/app/operator/payments/actions';
import { isZeroAmount } from '@/components/money/amount';
import { AccountBalance } from '@/components/payment/account-balance';
import { CreditButton } from '@/components/payment/credit-button';
import { RefundCredit } from '@/components/payment/refund-credit';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { can } from '@/lib/domain/access/permissions';
import type { RequestContext } from '@/lib/http/request-context';
import { getBalance } from '@/lib/services/payments/get-balance';

type Account = { id: string; number: string };

/** What an account owes and has, and how late it is. */
export async function AccountMoney({
  ctx,
  account,
}: {
  ctx: RequestContext;
  account: Account;
}): Promise<ReactNode> {
  const t = await getTranslations('payment.balance');
  const payments = await getTranslations('payment');
  const { balances } = await getBalance(ctx, account.id);
  const hasBoth = balances.some(({ credit, open }) => !isZeroAmount(credit) && !isZeroAmount(open));
  return (
    <Section
      id="open"
      title={t('title')}
      description={t('description')}
      actions={
        <>
          {hasBoth && can(ctx.actor, 'payment.manage') ? (
            <CreditButton account={account.number} spend={spendCredit} />
          ) : null}
          {can(ctx.actor, 'refund.manage')
            ? balances
                .filter(({ credit }) => !isZeroAmount(credit))
                .map(({ currency, credit }) => (
                  <RefundCredit
                    key={`${currency} ${credit}`}
                    {...{ account: account.number, currency, credit, refund: refundCredit }}
                  />
                ))
            : null}
          <LinkButton size="sm" href={`/operator/payments?q=${encodeURIComponent(account.number)}`}>
            {payments('list')}
          </LinkButton>
        </>
      }
    >
      {balances.map((balance) => (
        <AccountBalance key={balance.currency} balance={balance} home="/operator/bills" />
      ))}
    </Section>
  );
}
