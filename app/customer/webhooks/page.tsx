import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { WebhooksView } from '@/app/operator/webhooks/webhooks-view';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhook'))('title') };
}

export default async function WebhooksPage({ searchParams }: PageProps<'/customer/webhooks'>) {
  return (
    <WebhooksView
      ctx={await requireContext('customer')}
      base="/customer/webhooks"
      query={await searchParams}
    />
  );
}
