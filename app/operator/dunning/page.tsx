import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { parseListState } from '@/components/data-table/list-state';
import { DunnedTable } from '@/components/dunning/dunned-table';
import { MoneyText } from '@/components/money/money-text';
import { Callout } from '@/components/ui/callout';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { formatDate } from '@/lib/format/date';
import { orNotFound } from '@/lib/http/or-not-found';
import { listPolicies } from '@/lib/services/dunning/dunning-policies';
import { dunningOverview, listDunnedAccounts } from '@/lib/services/dunning/list-dunning';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('dunning'))('title') };
}

export default async function DunningPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('dunning');
  const locale = await getLocale();
  const state = parseListState(await searchParams, {
    sortable: ['overdue', 'oldest'],
    filters: ['stage', 'hold', 'currency'],
    defaultSort: '-overdue',
  });
  const [page, overview, policies] = await Promise.all([
    orNotFound(listDunnedAccounts(ctx, state)),
    dunningOverview(ctx),
    listPolicies(ctx),
  ]);
  const { lastSweep, stages } = overview;
  const currencies = new Set(stages.flatMap(({ claims }) => claims.map(({ currency }) => currency)));
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        meta={
          lastSweep ? t('lastSweep', { ...lastSweep, on: formatDate(lastSweep.on, locale) }) : t('noSweep')
        }
        actions={<LinkButton href="/operator/dunning/policy">{t('policyLink')}</LinkButton>}
      />
      {policies.data.length > 0 ? null : (
        <Callout
          tone="attention"
          actions={<LinkButton href="/operator/dunning/policy">{t('setPolicy')}</LinkButton>}
        >
          {t('noPolicy')}
        </Callout>
      )}
      {stages.length === 0 ? null : (
        <KeyFigures>
          {stages.map(({ stage, accounts, claims }) => (
            <KeyFigure
              key={stage}
              href={`/operator/dunning?stage=${stage}`}
              label={stage === 0 ? t('stage.0') : t('stage.n', { stage })}
              value={claims.map(({ currency, amount }) => (
                <span key={currency} className="block">
                  <MoneyText amount={amount} currency={currency} size="figure" />
                </span>
              ))}
              note={t('accounts', { count: accounts })}
            />
          ))}
        </KeyFigures>
      )}
      <DunnedTable
        accounts={page.data}
        nextCursor={page.nextCursor}
        stages={Math.max(0, ...policies.data.map((policy) => policy.stages.length))}
        currencies={[...currencies].sort()}
      />
    </>
  );
}
