import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import {
  acceptLate,
  addProduct,
  askRecycle,
  dismissUsage,
  recycleUsage,
  repairUsage,
  replaceUsage,
  searchProducts,
} from '@/app/operator/usage/suspense/actions';
import { searchAccounts } from '@/app/partner/accounts/actions';
import { parseListState } from '@/components/data-table/list-state';
import { SuspensePage } from '@/components/suspense/suspense-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listMeters } from '@/lib/services/catalogue/list-meters';
import { listOfferings } from '@/lib/services/catalogue/list-offerings';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listRecycles } from '@/lib/services/suspense/get-recycle';
import { getSuspense } from '@/lib/services/suspense/get-suspense';
import { groupSuspense } from '@/lib/services/suspense/group-suspense';
import { listLateUsage } from '@/lib/services/suspense/list-late-usage';
import { listSuspense } from '@/lib/services/suspense/list-suspense';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('suspense'))('title') };
}

export default async function OperatorSuspensePage({ searchParams }: PageProps<'/operator/usage/suspense'>) {
  const ctx = await requireContext('operator');
  const query = await searchParams;
  const state = parseListState(query, {
    sortable: ['receivedAt', 'reason'],
    filters: ['reason', 'sender', 'meter'],
    defaultSort: '-receivedAt',
  });
  const [operator, summary, events, late, recycles, open] = await Promise.all([
    getOperator(ctx),
    groupSuspense(ctx),
    orNotFound(listSuspense(ctx, state)),
    listLateUsage(ctx),
    listRecycles(ctx),
    typeof query.event === 'string' ? openEvent(ctx, query.event) : null,
  ]);
  return (
    <SuspensePage
      base="/operator/usage"
      summary={summary}
      events={events}
      open={open}
      late={late}
      recycles={recycles}
      actions={{
        recycle: recycleUsage,
        repair: repairUsage,
        dismiss: dismissUsage,
        acceptLate: can(ctx.actor, 'usage.accept-late') ? acceptLate : null,
        replace: replaceUsage,
        searchProducts,
        addProduct: can(ctx.actor, 'account.manage') ? addProduct : null,
        searchAccounts,
        askRecycle,
      }}
      canChange={can(ctx.actor, 'usage.send')}
      query={query}
      timeZone={operator.timeZone}
    />
  );
}

async function openEvent(ctx: ServiceContext, id: string) {
  const active = { q: '', sort: null, filters: { state: ['active'] }, after: null, pageSize: 1_000 };
  const [event, meters, { data: offerings }] = await Promise.all([
    orNotFound(getSuspense(ctx, id)),
    listMeters(ctx),
    listOfferings(ctx, active),
  ]);
  return {
    event,
    choices: {
      meters: meters.map(({ key, name }) => ({ key, name })),
      offerings: offerings.map((offering) => ({
        id: offering.id,
        name: offering.name,
        supplierId: offering.supplier.id,
      })),
      operatorBase: '/operator',
    },
  };
}
