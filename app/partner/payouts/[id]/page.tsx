import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { PayoutSections } from '@/app/operator/payouts/payout-sections';
import { object } from '@/app/partner/payouts/actions';
import { PayoutDocumentLinks } from '@/components/payout/document-links';
import { ObjectionButton } from '@/components/payout/objection-button';
import { PayoutObjections } from '@/components/payout/payout-objections';
import { payoutTone } from '@/components/payout/payout-state';
import { DateText } from '@/components/time/date-text';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPayout } from '@/lib/services/payouts/get-payout';

/** Read once for the page and its title. */
const readPayout = cache(async (id: string) => {
  const ctx = await requireContext('partner');
  return { ctx, payout: await orNotFound(getPayout(ctx, id)) };
});

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const { payout } = await readPayout((await params).id);
  const t = await getTranslations('payout.page');
  return { title: payout.number ? t('title', { number: payout.number }) : t('draftTitle') };
}

/** A partner's payout: what it is made of, every row, and a way to object. */
export default async function PartnerPayoutPage({ params, searchParams }: Props) {
  const t = await getTranslations('payout');
  const { ctx, payout } = await readPayout((await params).id);
  const { timeZone } = await getOperator(ctx);
  const home = `/partner/payouts/${payout.id}`;
  const title = payout.number ? t('page.title', { number: payout.number }) : t('page.draftTitle');
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: t('title'), href: '/partner/payouts' }, { label: payout.number ?? title }]}
        state={<StateBadge tone={payoutTone(payout.state)} label={t(`state.${payout.state}`)} />}
        meta={t.rich('page.through', { date: () => <DateText value={payout.through} /> })}
        actions={<PayoutDocumentLinks payout={payout} />}
      />
      <PayoutSections
        ctx={ctx}
        payout={payout}
        search={await searchParams}
        home={home}
        objections={
          <PayoutObjections
            objections={payout.objections}
            home={home}
            timeZone={timeZone}
            isOwn
            actions={
              can(ctx.actor, 'payout.object') ? (
                <ObjectionButton
                  payout={payout.id}
                  seen={{ expectedAmount: payout.amount, expectedBalance: payout.balance }}
                  object={object}
                />
              ) : null
            }
          />
        }
      />
    </>
  );
}
