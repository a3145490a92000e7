import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { changeBilledBy, setChain } from '@/app/operator/offerings/actions';
import { BilledBySwitch } from '@/components/offering/billed-by-switch';
import { ChainDialog } from '@/components/offering/chain-dialog';
import { ChainTable } from '@/components/offering/chain-table';
import { chainWords } from '@/components/offering/chain-words';
import { PriceList } from '@/components/offering/price-list';
import { TreeStream } from '@/components/stream/tree-stream';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { Tabs } from '@/components/ui/tabs';
import { TextLink } from '@/components/ui/text-link';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { chainChoices } from '@/lib/services/agreements/chain-choices';
import { getOffering } from '@/lib/services/catalogue/get-offering';
import { listMeters } from '@/lib/services/catalogue/list-meters';
import { showShares } from '@/lib/services/catalogue/show-shares';
import { getOperator } from '@/lib/services/operators/get-operator';

/** Read once for the page and its title. */
const readOffering = cache(async (slug: string) => {
  const ctx = await requireContext('operator');
  return { ctx, offering: await orNotFound(getOffering(ctx, slug)) };
});

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { offering } = await readOffering((await params).slug);
  return { title: offering.name };
}

export default async function OfferingPage({ params }: { params: Promise<{ slug: string }> }) {
  const t = await getTranslations('operator.offerings');
  const { slug } = await params;
  const { ctx, offering } = await readOffering(slug);
  const [meters, { chain, planned, examples }] = await Promise.all([listMeters(ctx), showShares(ctx, slug)]);
  const operator = await getOperator(ctx);
  const isOwn = offering.supplier.id === operator.partyId;
  const choices = !isOwn && can(ctx.actor, 'agreement.manage') ? await chainChoices(ctx) : null;
  return (
    <>
      <PageHeader
        title={offering.name}
        description={offering.description}
        breadcrumbs={[{ label: t('title'), href: '/operator/offerings' }, { label: offering.name }]}
        state={
          <StateBadge
            tone={offering.state === 'active' ? 'good' : 'neutral'}
            label={t(`states.${offering.state}`)}
          />
        }
      />
      <Section title={t('facts')}>
        <DescriptionList
          columns={3}
          items={[
            {
              term: t('supplier'),
              detail: isOwn ? (
                offering.supplier.name
              ) : (
                <TextLink href={`/operator/partners/${offering.supplier.slug}`}>
                  {offering.supplier.name}
                </TextLink>
              ),
            },
            { term: t('category'), detail: offering.category },
            { term: t('taxClass'), detail: offering.taxClass },
            { term: t('version'), detail: String(offering.version) },
            { term: t('validFrom'), detail: <DateText value={offering.validFrom} /> },
            { term: t('activeProducts'), detail: t('productCount', { count: offering.activeProducts }) },
          ]}
        />
        {isOwn ? null : (
          <div className="pt-4">
            <BilledBySwitch
              offering={offering.id}
              billedBy={offering.billedBy}
              canChange={can(ctx.actor, 'catalogue.manage')}
              change={changeBilledBy}
            />
          </div>
        )}
      </Section>
      {offering.prices.length > 0 ? (
        <Section title={t('prices')} description={t('pricesDescription')}>
          <Tabs
            label={t('prices')}
            items={offering.currencies.map((currency) => ({
              id: currency,
              label: currency,
              content: (
                <PriceList
                  prices={offering.prices.filter((price) => price.currency === currency)}
                  unitOf={(meter) => meters.find(({ key }) => key === meter)?.unit ?? null}
                />
              ),
            }))}
          />
        </Section>
      ) : null}
      <Section
        title={t('chain')}
        description={t(isOwn ? 'chainOwn' : 'chainDescription')}
        actions={
          choices ? (
            <ChainDialog
              offering={{ id: offering.id, name: offering.name }}
              supplier={offering.supplier}
              operator={{ id: operator.partyId, name: operator.name }}
              chain={chain.map(({ agreement }) => ({
                payerId: agreement.payer.id,
                partnerId: agreement.partner.id,
              }))}
              choices={choices}
              set={setChain}
            />
          ) : null
        }
      >
        {isOwn ? null : <ChainTable chain={chain} />}
        {planned.map(({ validFrom, places }) => (
          <p key={validFrom} className="pt-2 text-sm text-ink-muted">
            {t('plannedChain')} <DateText value={validFrom} />: {chainWords(places)}
          </p>
        ))}
      </Section>
      {isOwn
        ? null
        : examples.slice(0, 1).map((example) => (
            <Section
              key={example.currency}
              title={t('example', { currency: example.currency })}
              description={t('exampleDescription')}
            >
              <TreeStream
                title={t('example', { currency: example.currency })}
                nodes={example.shares.map((share) => ({
                  id: share.partyId,
                  payerId: share.payerId,
                  label: share.name,
                  amount: share.amount,
                  received: share.received,
                  currency: example.currency,
                  tone: share.isOperator ? ('own' as const) : ('partner' as const),
                  ...(share.isOperator ? {} : { href: `/operator/partners/${share.slug}` }),
                }))}
                trunk={{ label: t('net'), amount: example.amount, currency: example.currency }}
              />
            </Section>
          ))}
    </>
  );
}
