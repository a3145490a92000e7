import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { can } from '@/lib/domain/access/permissions';
import type { RequestContext } from '@/lib/http/request-context';
import type { AccountView } from '@/lib/services/accounts/get-account';

/** Which account it is, and the ways to a bill of its own. */
export async function AccountHeader({
  ctx,
  account,
}: {
  ctx: RequestContext;
  account: AccountView;
}): Promise<ReactNode> {
  const t = await getTranslations('operator.accounts');
  const billNow = await getTranslations('operator.billNow');
  const { number, customer, state } = account;
  const mayClose = state === 'active' && can(ctx.actor, 'account.manage');
  return (
    <PageHeader
      title={account.name}
      meta={number}
      breadcrumbs={[
        { label: t('customers'), href: '/operator/customers' },
        { label: customer.name, href: `/operator/customers/${customer.slug}` },
        { label: number },
      ]}
      actions={
        can(ctx.actor, 'bill-run.manage') ? (
          <>
            {mayClose ? (
              <LinkButton href={`/operator/accounts/${number}/bill?kind=final`}>
                {billNow('close')}
              </LinkButton>
            ) : null}
            <LinkButton href={`/operator/accounts/${number}/bill`}>{billNow('billNow')}</LinkButton>
          </>
        ) : null
      }
    />
  );
}
