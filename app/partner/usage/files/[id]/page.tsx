import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cancelUsageFile } from '@/app/usage-file-actions';
import { FilePage } from '@/components/usage-file/file-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('files.title') };
}

export default async function UsageFilePage({ params }: PageProps<'/partner/usage/files/[id]'>) {
  const ctx = await requireContext('partner');
  const { id } = await params;
  const [file, { timeZone }] = await Promise.all([orNotFound(getUsageFile(ctx, id)), getOperator(ctx)]);
  const canSend = can(ctx.actor, 'usage.send');
  return (
    <FilePage
      file={file}
      base="/partner/usage"
      timeZone={timeZone}
      canSend={canSend}
      cancel={cancelUsageFile}
    />
  );
}
