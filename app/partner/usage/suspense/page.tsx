import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import {
  askRecycle,
  dismissUsage,
  recycleUsage,
  repairUsage,
  replaceUsage,
  searchProducts,
} from '@/app/operator/usage/suspense/actions';
import { parseListState } from '@/components/data-table/list-state';
import { SuspensePage } from '@/components/suspense/suspense-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listMeters } from '@/lib/services/catalogue/list-meters';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listRecycles } from '@/lib/services/suspense/get-recycle';
import { getSuspense } from '@/lib/services/suspense/get-suspense';
import { groupSuspense } from '@/lib/services/suspense/group-suspense';
import { listSuspense } from '@/lib/services/suspense/list-suspense';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('suspense'))('title') };
}

export default async function PartnerSuspensePage({ searchParams }: PageProps<'/partner/usage/suspense'>) {
  const ctx = await requireContext('partner');
  const query = await searchParams;
  const state = parseListState(query, {
    sortable: ['receivedAt', 'reason'],
    filters: ['reason', 'meter'],
    defaultSort: '-receivedAt',
  });
  const [operator, summary, events, recycles, open] = await Promise.all([
    getOperator(ctx),
    groupSuspense(ctx),
    orNotFound(listSuspense(ctx, state)),
    listRecycles(ctx),
    typeof query.event === 'string' ? openEvent(ctx, query.event) : null,
  ]);
  return (
    <SuspensePage
      base="/partner/usage"
      summary={summary}
      events={events}
      open={open}
      late={[]}
      recycles={recycles}
      actions={{
        recycle: recycleUsage,
        repair: repairUsage,
        dismiss: dismissUsage,
        acceptLate: null,
        replace: replaceUsage,
        searchProducts,
        addProduct: null,
        searchAccounts: null,
        askRecycle,
      }}
      canChange={can(ctx.actor, 'usage.send')}
      query={query}
      timeZone={operator.timeZone}
    />
  );
}

async function openEvent(ctx: ServiceContext, id: string) {
  const [event, meters] = await Promise.all([orNotFound(getSuspense(ctx, id)), listMeters(ctx)]);
  const keys = meters.map(({ key, name }) => ({ key, name }));
  return { event, choices: { meters: keys, offerings: [], operatorBase: null } };
}
