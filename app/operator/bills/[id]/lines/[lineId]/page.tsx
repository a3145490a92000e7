import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { LineRows } from '@/app/operator/bills/[id]/lines/[lineId]/line-rows';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bill.rows'))('title') };
}

export default async function BillLinePage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string; lineId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('bill');
  return (
    <LineRows
      ctx={ctx}
      home={{ label: t('table.title'), href: '/operator/bills' }}
      {...(await params)}
      search={await searchParams}
    />
  );
}
