import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { decideExpectation } from '@/app/operator/cycles/[id]/expectation-actions';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { readPartner } from '@/app/operator/partners/[slug]/read-partner';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { ExpectationTable } from '@/components/expectation/expectation-table';
import { CycleShareTable } from '@/components/partner-bill/cycle-share-table';
import { WaitingList } from '@/components/partner-bill/waiting-list';
import { NextPayout } from '@/components/payout/next-payout';
import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listPartnerExpectations } from '@/lib/services/expectations/list-expectations';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listWaiting } from '@/lib/services/partner-bills/list-waiting';
import { getNextPayout } from '@/lib/services/payouts/get-next-payout';
import { listCycleShares } from '@/lib/services/shares/list-cycle-shares';

export async function generateMetadata({
  params,
}: PageProps<'/operator/partners/[slug]'>): Promise<Metadata> {
  return { title: (await readPartner((await params).slug)).name };
}

export default async function PartnerPage({ params, searchParams }: PageProps<'/operator/partners/[slug]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const partner = await readPartner((await params).slug);
  const state = parseListState(await searchParams, { sortable: ['period'], defaultSort: '-period' });
  const [owed, waiting, shares, next, { timeZone }] = await Promise.all([
    listPartnerExpectations(ctx, partner.id),
    listWaiting(ctx, partner.id),
    listCycleShares(ctx, partner.id, state),
    getNextPayout(ctx, partner.id),
    getOperator(ctx),
  ]);
  const e = await getTranslations('expectation');
  const base = `/operator/partners/${partner.slug}`;
  return (
    <>
      <RecordHeader partner={partner} />
      {owed.length > 0 ? (
        <Section title={e('partnerTitle')} description={e('partnerDescription')} id="owed">
          <ExpectationTable
            caption={e('partnerTitle')}
            expectations={owed}
            now={ctx.now}
            by="cycle"
            base={() => base}
            maySend={false}
            decide={can(ctx.actor, 'expectation.decide') ? decideExpectation : null}
          />
        </Section>
      ) : null}
      <WaitingList waiting={waiting} partner={partner.name} base={base} />
      <NextPayout
        next={next}
        timeZone={timeZone}
        isOwn={false}
        home={`/operator/payouts?q=${encodeURIComponent(partner.name)}`}
        isElsewhere
      />
      <Section title={t('record.facts')}>
        <DescriptionList
          columns={3}
          items={[
            {
              term: t('list.ratingMode'),
              detail: partner.ratingMode === null ? t('record.none') : t(`ratingMode.${partner.ratingMode}`),
            },
            { term: t('record.country'), detail: partner.country },
            { term: t('record.vatId'), detail: partner.vatId ?? t('record.none') },
            {
              term: t('record.address'),
              detail: `${partner.address.street}, ${partner.address.postcode} ${partner.address.town}`,
            },
            { term: t('record.email'), detail: partner.email ?? t('record.none') },
            { term: t('list.state'), detail: t(`partnerState.${partner.state}`) },
          ]}
        />
      </Section>
      <Section title={t('record.shares')} description={t('record.sharesNote')}>
        <CycleShareTable shares={shares.data} nextCursor={shares.nextCursor} base={`${base}/cycles`} />
      </Section>
      <Section title={t('record.offerings')} description={t('record.offeringsNote')}>
        <DataTable
          label={t('record.offerings')}
          mode="client"
          prefix="offerings"
          columns={[
            { id: 'name', header: t('record.offering'), kind: 'text' },
            { id: 'category', header: t('record.category'), kind: 'text' },
            { id: 'currencies', header: t('record.currencies'), kind: 'code' },
            { id: 'products', header: t('list.products'), kind: 'number' },
          ]}
          rows={partner.offerings.map((offering) => ({
            id: offering.id,
            href: `/operator/offerings/${offering.slug}`,
            name: offering.name,
            category: offering.category,
            currencies: offering.currencies.join(' '),
            products: String(offering.activeProducts),
          }))}
          empty={{ title: t('record.noOfferings') }}
        />
      </Section>
    </>
  );
}
