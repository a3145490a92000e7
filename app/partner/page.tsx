import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { ExpectationTable } from '@/components/expectation/expectation-table';
import { MoneyText } from '@/components/money/money-text';
import { CycleShareTable } from '@/components/partner-bill/cycle-share-table';
import { WaitingList } from '@/components/partner-bill/waiting-list';
import { NextPayout } from '@/components/payout/next-payout';
import { EarnedSoFar } from '@/components/share/earned-so-far';
import { Stream } from '@/components/stream/stream';
import { PeriodText } from '@/components/time/period-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listPartnerExpectations } from '@/lib/services/expectations/list-expectations';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listWaiting } from '@/lib/services/partner-bills/list-waiting';
import { getNextPayout } from '@/lib/services/payouts/get-next-payout';
import { getAccrual } from '@/lib/services/shares/get-accrual';
import { type CycleShares, listCycleShares } from '@/lib/services/shares/list-cycle-shares';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('nav.home') };
}

export default async function PartnerHome({ searchParams }: PageProps<'/partner'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner.home');
  const state = parseListState(await searchParams, { sortable: ['period'], defaultSort: '-period' });
  const e = await getTranslations('expectation');
  const [partner, operator, owed, waiting, shares, accrual, next] = await Promise.all([
    getPartner(ctx, ctx.actor.partyId!),
    getOperator(ctx),
    listPartnerExpectations(ctx, null),
    listWaiting(ctx, null),
    listCycleShares(ctx, null, state),
    getAccrual(ctx, null),
    getNextPayout(ctx, null),
  ]);
  const latest = shares.data[0];
  return (
    <>
      <PageHeader
        title={partner.name}
        description={t('description', { operator: operator.name })}
        actions={
          partner.ratingMode === 'hub' ? null : (
            <LinkButton href="/partner/bills/new" variant="primary">
              {t('send')}
            </LinkButton>
          )
        }
      />
      <NextPayout next={next} timeZone={operator.timeZone} home="/partner/payouts" isElsewhere />
      <ShareFigures shares={shares.data} />
      {owed.length > 0 ? (
        <Section title={e('ownTitle')} description={e('ownDescription')} id="owed">
          <ExpectationTable
            caption={e('ownTitle')}
            expectations={owed}
            now={ctx.now}
            by="cycle"
            base={() => '/partner'}
            maySend={can(ctx.actor, 'partner-bill.receive')}
            decide={null}
          />
        </Section>
      ) : null}
      <WaitingList waiting={waiting} partner={null} base="/partner" />
      <EarnedSoFar accrual={accrual} timeZone={operator.timeZone} />
      {latest ? (
        <Section
          title={t('latest', { currency: latest.currency })}
          description={<PeriodText from={latest.cycle.from} to={latest.cycle.to} />}
        >
          <Stream
            title={t('latest', { currency: latest.currency })}
            direction="split"
            trunk={{ label: t('charges'), amount: latest.charges, currency: latest.currency }}
            sources={[
              {
                id: 'own',
                label: t('yourShare'),
                amount: latest.share,
                currency: latest.currency,
                tone: 'own',
              },
              {
                id: 'kept',
                label: t('kept'),
                amount: latest.kept,
                currency: latest.currency,
                tone: 'partner',
              },
            ]}
          />
        </Section>
      ) : null}
      <Section title={t('cycles')} description={t('cyclesDescription')}>
        <CycleShareTable shares={shares.data} nextCursor={shares.nextCursor} base="/partner/cycles" />
      </Section>
    </>
  );
}

/** What is on issued bills and what is still in drafts, of the newest cycles, per currency. */
async function ShareFigures({ shares }: { shares: readonly CycleShares[] }) {
  const t = await getTranslations('partner.home');
  const issued = newestPerCurrency(shares.filter((share) => share.issued === 'all'));
  const open = newestPerCurrency(shares.filter((share) => share.issued !== 'all'));
  if (issued.length + open.length === 0) return null;
  return (
    <KeyFigures>
      {open.map((share) => (
        <Figure key={`open ${share.id}`} label={t('openShare', { currency: share.currency })} share={share} />
      ))}
      {issued.map((share) => (
        <Figure key={share.id} label={t('issuedShare', { currency: share.currency })} share={share} />
      ))}
    </KeyFigures>
  );
}

function Figure({ label, share }: { label: string; share: CycleShares }) {
  return (
    <KeyFigure
      label={label}
      href={`/partner/cycles/${share.cycle.id}`}
      value={<MoneyText amount={share.share} currency={share.currency} size="figure" />}
      note={<PeriodText from={share.cycle.from} to={share.cycle.to} />}
    />
  );
}

function newestPerCurrency(shares: readonly CycleShares[]): CycleShares[] {
  const newest = new Map<string, CycleShares>();
  for (const share of shares) if (!newest.has(share.currency)) newest.set(share.currency, share);
  return [...newest.values()].slice(0, 3);
}
