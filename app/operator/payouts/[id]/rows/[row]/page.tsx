import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RowPage } from '@/app/operator/payouts/row-page';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('explain.title') };
}

type Props = { params: Promise<{ id: string; row: string }> };

export default async function PayoutRowPage({ params }: Props) {
  const ctx = await requireContext('operator');
  return (
    <RowPage
      ctx={ctx}
      params={await params}
      base="/operator/payouts"
      billHref={(bill) => `/operator/bills/${bill}`}
    />
  );
}
