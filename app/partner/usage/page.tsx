import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LatestFiles } from '@/components/usage/latest-files';
import { UsageOverview } from '@/components/usage/usage-overview';
import { requireContext } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';
import { groupSuspense } from '@/lib/services/suspense/group-suspense';
import { countReceived } from '@/lib/services/usage/count-received';
import { listUsageFiles } from '@/lib/services/usage-files/list-usage-files';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('suspense.overview'))('title') };
}

export default async function PartnerUsagePage() {
  const ctx = await requireContext('partner');
  const latest = { q: '', sort: null, filters: {}, after: null, pageSize: 5 };
  const [{ timeZone }, received, summary, files] = await Promise.all([
    getOperator(ctx),
    countReceived(ctx),
    groupSuspense(ctx),
    listUsageFiles(ctx, latest),
  ]);
  return (
    <UsageOverview
      base="/partner/usage"
      received={received}
      summary={summary}
      files={<LatestFiles files={files.data} base="/partner/usage" timeZone={timeZone} />}
      timeZone={timeZone}
    />
  );
}
