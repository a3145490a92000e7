import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { saveAnswerTimes } from '@/app/customer/disputes/actions';
import { DisputeList } from '@/app/customer/disputes/dispute-list';
import { AnswerTimes } from '@/components/dispute/answer-times';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { getDisputePolicy } from '@/lib/services/disputes/dispute-policy';
import { listPartners } from '@/lib/services/parties/list-partners';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('dispute'))('title') };
}

export default async function OperatorDisputesPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireContext('operator');
  const mayDecide = can(ctx.actor, 'dispute.decide');
  const partners = await listPartners(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 100 });
  return (
    <DisputeList
      ctx={ctx}
      search={await searchParams}
      partners={partners.data}
      actions={mayDecide ? <AnswerTimes policy={await getDisputePolicy(ctx)} save={saveAnswerTimes} /> : null}
    />
  );
}
