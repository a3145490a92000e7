import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ApiKeysView } from '@/app/operator/api-keys/api-keys-view';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('apiKey'))('title') };
}

export default async function ApiKeysPage({ searchParams }: PageProps<'/customer/api-keys'>) {
  return (
    <ApiKeysView
      ctx={await requireContext('customer')}
      base="/customer/api-keys"
      query={await searchParams}
    />
  );
}
