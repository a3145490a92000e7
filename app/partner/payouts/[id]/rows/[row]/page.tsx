import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RowPage } from '@/app/operator/payouts/row-page';
import { object } from '@/app/partner/payouts/actions';
import { ObjectionButton } from '@/components/payout/objection-button';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('explain.title') };
}

type Props = { params: Promise<{ id: string; row: string }> };

export default async function PartnerPayoutRowPage({ params }: Props) {
  const ctx = await requireContext('partner');
  const { id, row } = await params;
  const mayObject = can(ctx.actor, 'payout.object');
  return (
    <RowPage
      ctx={ctx}
      params={{ id, row }}
      base="/partner/payouts"
      billHref={null}
      actions={mayObject ? <ObjectionButton payout={id} row={row} object={object} /> : null}
    />
  );
}
