import { getTranslations } from 'next-intl/server';
import { BillActions } from '@/components/bill/bill-actions';
import { BillPaper } from '@/components/bill/bill-paper';
import { describeBill } from '@/components/bill/describe-bill';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getBill } from '@/lib/services/bills/get-bill';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';

export default async function CustomerBillPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('bill');
  const bill = await orNotFound(getBill(ctx, (await params).id));
  const operator = await getOperatorParty(ctx);
  const view = await describeBill(bill, { operator, withShares: false, href: `/customer/bills/${bill.id}` });
  const title = bill.number ? t('title', { number: bill.number }) : t('draftTitle');
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={title}
          breadcrumbs={[{ label: t('table.title'), href: '/customer/bills' }, { label: title }]}
          meta={bill.billingAccount.name}
          actions={<BillActions billId={bill.id} primary />}
        />
      </div>
      <BillPaper bill={view} />
    </>
  );
}
