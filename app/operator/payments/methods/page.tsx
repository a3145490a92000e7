import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { endWayToPay, saveWayToPay } from '@/app/operator/payments/methods/actions';
import { MethodDialog } from '@/components/payment/method-dialog';
import { MethodList } from '@/components/payment/method-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { ownAddress } from '@/lib/services/payment-methods/own-address';
import { listMethods } from '@/lib/services/payment-methods/save-method';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment.methods'))('title') };
}

/** How customers may pay: transfers in words, and providers' pages. */
export default async function PaymentMethodsPage() {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payment');
  const methods = await listMethods(ctx);
  const canManage = can(ctx.actor, 'payment-method.manage');
  return (
    <>
      <PageHeader
        title={t('methods.title')}
        description={t('methods.description')}
        breadcrumbs={[{ label: t('title'), href: '/operator/payments' }, { label: t('methods.title') }]}
        actions={canManage ? <MethodDialog save={saveWayToPay} /> : null}
      />
      <MethodList
        methods={methods}
        address={ownAddress()}
        save={saveWayToPay}
        end={endWayToPay}
        canManage={canManage}
      />
    </>
  );
}
