import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { createDiscount } from '@/app/operator/accounts/[number]/discounts/new/actions';
import { DiscountForm } from '@/components/account/discount-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccount } from '@/lib/services/accounts/get-account';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listPartners } from '@/lib/services/parties/list-partners';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('discount'))('title') };
}

export default async function NewDiscountPage({
  params,
}: PageProps<'/operator/accounts/[number]/discounts/new'>) {
  const ctx = await requireContext('operator');
  if (!can(ctx.actor, 'account.manage')) notFound();
  const t = await getTranslations('discount');
  const accounts = await getTranslations('operator.accounts');
  const { number } = await params;
  const byName = { q: '', sort: { id: 'name', descending: false }, filters: {}, after: null, pageSize: 1000 };
  const [account, operator, partners] = await Promise.all([
    orNotFound(getAccount(ctx, decodeURIComponent(number))),
    getOperator(ctx),
    listPartners(ctx, byName),
  ]);
  const home = `/operator/accounts/${account.number}`;
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description', { account: account.name })}
        breadcrumbs={[
          { label: accounts('customers'), href: '/operator/customers' },
          { label: account.customer.name, href: `/operator/customers/${account.customer.slug}` },
          { label: account.number, href: home },
          { label: t('title') },
        ]}
      />
      <DiscountForm
        account={account.id}
        currency={account.currency}
        parties={[
          { id: operator.partyId, name: operator.name },
          ...partners.data.map(({ id, name }) => ({ id, name })),
        ]}
        validFrom={`${ctx.now.slice(0, 7)}-01`}
        home={home}
        create={createDiscount}
      />
    </>
  );
}
