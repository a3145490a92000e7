import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { billDisputes } from '@/app/customer/disputes/bill-disputes';
import { billOrDebitNote } from '@/app/customer/payments/bill-or-debit-note';
import { BillStory } from '@/app/customer/payments/bill-story';
import { billAdjustments } from '@/app/operator/bills/[id]/bill-adjustments';
import { BillFindings } from '@/app/operator/bills/[id]/bill-findings';
import { BillHistory } from '@/app/operator/bills/[id]/bill-history';
import { BillMoney } from '@/app/operator/bills/[id]/bill-money';
import { CreditButton } from '@/app/operator/bills/[id]/credit-button';
import { BillActions } from '@/components/bill/bill-actions';
import { BillPaper } from '@/components/bill/bill-paper';
import { BillPostings } from '@/components/bill/bill-postings';
import { proveBill } from '@/components/bill/bill-proof';
import { BillProofTable } from '@/components/bill/bill-proof-table';
import { BillShares } from '@/components/bill/bill-shares';
import { describeBill } from '@/components/bill/describe-bill';
import { Badge } from '@/components/ui/badge';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';

/** Read once for the page and its title. */
const readBill = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, bill: await orNotFound(billOrDebitNote(ctx, id, '/operator/debit-notes')) };
});

type Asked = string | string[];
type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ dispute?: Asked; adjust?: Asked }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { bill } = await readBill((await params).id);
  return {
    title: bill.number
      ? (await getTranslations('bill'))('title', { number: bill.number })
      : (await getTranslations('bill'))('draftTitle'),
  };
}

/** One bill as its customer gets it, and beneath it what only the operator may know. */
export default async function BillPage({ params, searchParams }: Props) {
  const t = await getTranslations('bill');
  const { ctx, bill } = await readBill((await params).id);
  const operator = await getOperatorParty(ctx);
  const view = await describeBill(bill, { operator, withShares: true, href: `/operator/bills/${bill.id}` });
  const title = bill.number ? t('title', { number: bill.number }) : t('draftTitle');
  const asked = await searchParams;
  const disputes = await billDisputes(ctx, bill, asked.dispute);
  const adjustments = await billAdjustments(ctx, bill, asked.adjust, disputes.extras);
  const proof = proveBill(bill);
  const isProven = proof.every(({ holds }) => holds);
  const books = proof.find(({ code }) => code === 'books');
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={title}
          breadcrumbs={[
            { label: t('table.title'), href: '/operator/bills' },
            { label: bill.number ?? bill.billingAccount.number },
          ]}
          state={
            <>
              <StateBadge tone={view.state.tone} label={view.state.label} />
              <a href="#proof" className="inline-flex min-h-6 items-center rounded-sm">
                <Badge tone={isProven ? 'good' : 'risk'}>
                  {t(isProven ? 'proof.badge' : 'proof.badgeFails')}
                </Badge>
              </a>
            </>
          }
          meta={
            <>
              <TextLink href={`/operator/customers/${bill.customer.slug}`}>{bill.customer.name}</TextLink>
              {' · '}
              <TextLink href={`/operator/accounts/${bill.billingAccount.number}`}>
                {bill.billingAccount.name}
              </TextLink>
              {' · '}
              <TextLink href={`/operator/cycles/${bill.cycle}`}>{t('cycle')}</TextLink>
            </>
          }
          actions={
            <>
              <CreditButton ctx={ctx} bill={bill} operator={operator.name} />
              <BillActions billId={bill.id} />
            </>
          }
        />
      </div>
      {bill.state === 'draft' || bill.state === 'held' ? <BillFindings ctx={ctx} bill={bill} /> : null}
      {disputes.head}
      <BillPaper bill={view} extras={adjustments.extras} />
      {disputes.form}
      {adjustments.form}
      <div className="pt-10 print:hidden">
        <BillMoney ctx={ctx} bill={bill} />
        <BillStory ctx={ctx} billId={bill.id} payments="/operator/payments" />
        <Section id="shares" title={t('shares.title')} description={t('shares.description')}>
          <BillShares
            total={bill.total}
            tax={bill.tax}
            currency={bill.currency}
            shares={(bill.books?.shares ?? []).map((share) => ({
              ...share,
              isOperator: share.party === operator.slug,
            }))}
          />
        </Section>
        <Section id="proof" title={t('proof.title')} description={t('proof.description')}>
          <BillProofTable rows={proof} currency={bill.currency} />
        </Section>
        <Section id="books" title={t('postings.title')} description={t('postings.description')}>
          <BillPostings
            currency={bill.currency}
            postings={bill.books?.postings ?? []}
            sum={books?.holds ? books.left : null}
          />
        </Section>
        {can(ctx.actor, 'audit.read') ? <BillHistory ctx={ctx} bill={bill} /> : null}
      </div>
    </>
  );
}
