import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WebhooksView } from '@/app/operator/webhooks/webhooks-view';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhook'))('title') };
}

export default async function WebhooksPage({ searchParams }: PageProps<'/operator/webhooks'>) {
  return (
    <WebhooksView
      ctx={await requireContext('operator')}
      base="/operator/webhooks"
      query={await searchParams}
    />
  );
}
