import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { StartBill } from '@/app/operator/accounts/[number]/bill/_components/start-bill';
import { startBill } from '@/app/operator/accounts/[number]/bill/actions';
import { BillPreview } from '@/components/bill/bill-preview';
import { describeSoFar } from '@/components/bill/describe-so-far';
import { IssueList } from '@/components/ui/issue-list';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { addDays, parseCivilDate } from '@/lib/domain/period/civil-date';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccount } from '@/lib/services/accounts/get-account';
import { billableDays } from '@/lib/services/bill-runs/billable-days';
import { previewBill } from '@/lib/services/bill-runs/preview-bill';
import { listProducts } from '@/lib/services/products/list-products';

type Props = {
  params: Promise<{ number: string }>;
  searchParams: Promise<{ kind?: string; last?: string }>;
};

const kindOf = ({ kind }: { kind?: string }) => (kind === 'final' ? 'final' : 'on_demand');

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations('operator.billNow');
  return { title: t(`title.${kindOf(await searchParams)}`) };
}

/** The bill an account would get now, before anybody makes it. */
export default async function BillNowPage({ params, searchParams }: Props) {
  const t = await getTranslations('operator.billNow');
  const ctx = await requireContext('operator');
  const account = await orNotFound(getAccount(ctx, decodeURIComponent((await params).number)));
  const search = await searchParams;
  const kind = kindOf(search);
  const { first, last } = billableDays(ctx, account.cycleSpec);
  const asked = parseCivilDate(search.last ?? '');
  const lastDay = asked !== null && asked >= first && asked <= last ? asked : last;
  const until = addDays(lastDay, 1);
  const bill = await orNotFound(previewBill(ctx, { account: account.id, kind, until }));
  const products = await listProducts(ctx, {
    q: '',
    sort: null,
    after: null,
    pageSize: 100,
    filters: { account: [account.id], state: ['active', 'planned'] },
  });
  const home = `/operator/accounts/${account.number}`;
  const issues = bill.books?.issues ?? [];
  return (
    <>
      <PageHeader
        title={t(`title.${kind}`)}
        description={t(`description.${kind}`)}
        breadcrumbs={[
          { label: account.customer.name, href: `/operator/customers/${account.customer.slug}` },
          { label: account.number, href: home },
          { label: t(`title.${kind}`) },
        ]}
      />
      <Section title={t('days')}>
        <StartBill
          account={{ id: account.id, number: account.number }}
          kind={kind}
          lastDay={lastDay}
          firstPossible={first}
          lastPossible={last}
          until={until}
          ending={products.data.map(({ name, reference }) => `${name} · ${reference}`)}
          isReady={bill.isComplete && (kind === 'final' || bill.sections.length > 0)}
          start={startBill}
        />
      </Section>
      <Section title={t('preview')} description={t('previewDescription')}>
        <BillPreview bill={await describeSoFar(bill, null, { today: lastDay, home })} />
        {issues.length > 0 ? (
          <div className="pt-4">
            <IssueList issues={issues.map(({ code, severity, message }) => ({ code, severity, message }))} />
          </div>
        ) : null}
      </Section>
    </>
  );
}
