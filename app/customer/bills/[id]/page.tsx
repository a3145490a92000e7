import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { BillCredits } from '@/app/customer/bills/[id]/bill-credits';
import { billDisputes } from '@/app/customer/disputes/bill-disputes';
import { billOrDebitNote } from '@/app/customer/payments/bill-or-debit-note';
import { BillStory } from '@/app/customer/payments/bill-story';
import { PayBill } from '@/app/customer/payments/pay-bill';
import { BillActions } from '@/components/bill/bill-actions';
import { BillPaper } from '@/components/bill/bill-paper';
import { describeBill } from '@/components/bill/describe-bill';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';

/** Read once for the page and its title. */
const readBill = cache(async (id: string) => {
  const ctx = await requireContext('customer');
  return { ctx, bill: await orNotFound(billOrDebitNote(ctx, id, '/customer/debit-notes')) };
});

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ dispute?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { bill } = await readBill((await params).id);
  return {
    title: bill.number
      ? (await getTranslations('bill'))('title', { number: bill.number })
      : (await getTranslations('bill'))('draftTitle'),
  };
}

export default async function CustomerBillPage({ params, searchParams }: Props) {
  const t = await getTranslations('bill');
  const { ctx, bill } = await readBill((await params).id);
  const operator = await getOperatorParty(ctx);
  const view = await describeBill(bill, { operator, withShares: false, href: `/customer/bills/${bill.id}` });
  const title = bill.number ? t('title', { number: bill.number }) : t('draftTitle');
  const disputes = await billDisputes(ctx, bill, (await searchParams).dispute);
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={title}
          breadcrumbs={[{ label: t('table.title'), href: '/customer/bills' }, { label: title }]}
          meta={bill.billingAccount.name}
          actions={
            <>
              <PayBill ctx={ctx} bill={bill} />
              <BillActions billId={bill.id} />
            </>
          }
        />
      </div>
      {disputes.head}
      <BillPaper bill={view} extras={disputes.extras} />
      {disputes.form}
      <BillCredits ctx={ctx} billId={bill.id} />
      <BillStory ctx={ctx} billId={bill.id} />
    </>
  );
}
