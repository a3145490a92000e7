import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { setRate } from '@/app/operator/fx-rates/actions';
import { parseListState } from '@/components/data-table/list-state';
import { FindRate } from '@/components/fx-rate/find-rate';
import { ImportRates } from '@/components/fx-rate/import-rates';
import { RateDialog } from '@/components/fx-rate/rate-dialog';
import { RateTable } from '@/components/fx-rate/rate-table';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { currencyCodes } from '@/lib/domain/money/currency';
import { orNotFound } from '@/lib/http/or-not-found';
import { listRates } from '@/lib/services/fx-rates/list-rates';
import { previewRate } from '@/lib/services/fx-rates/preview-rate';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('fxRate'))('title') };
}

export default async function FxRatesPage({ searchParams }: PageProps<'/operator/fx-rates'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('fxRate');
  const search = await searchParams;
  const state = parseListState(search, {
    sortable: ['validOn', 'pair', 'rate'],
    filters: ['source'],
    defaultSort: '-validOn',
  });
  const [page, { timeZone, currency }] = await Promise.all([
    orNotFound(listRates(ctx, state)),
    getOperator(ctx),
  ]);
  const asked = {
    from: textOf(search.from, currency),
    to: textOf(search.to, currency === 'EUR' ? 'USD' : 'EUR'),
    on: textOf(search.on, ctx.now.slice(0, 10)),
  };
  const canManage = can(ctx.actor, 'fx-rate.manage');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          canManage ? (
            <RateDialog currencies={currencyCodes()} today={ctx.now.slice(0, 10)} set={setRate} />
          ) : null
        }
      />
      <div className="grid gap-x-12 gap-y-6 pb-8 lg:grid-cols-2">
        <FindRate {...asked} found={await previewRate(ctx, asked)} />
        {canManage ? <ImportRates /> : null}
      </div>
      <RateTable rates={page.data} nextCursor={page.nextCursor} timeZone={timeZone} />
    </>
  );
}

const textOf = (value: string | string[] | undefined, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
