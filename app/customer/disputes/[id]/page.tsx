import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { CaseFile } from '@/app/customer/disputes/case-file';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getDispute } from '@/lib/services/disputes/get-dispute';

/** Read once for the page and its title. */
const readDispute = cache(async (id: string) => {
  const ctx = await requireContext('customer');
  return { ctx, dispute: await orNotFound(getDispute(ctx, id)) };
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { dispute } = await readDispute((await params).id);
  return { title: (await getTranslations('dispute'))('one', { number: dispute.number }) };
}

export default async function CustomerDisputePage({ params }: Props) {
  return <CaseFile {...(await readDispute((await params).id))} />;
}
