import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { BillEvents } from '@/components/payment/bill-events';
import { Section } from '@/components/ui/section';
import type { RequestContext } from '@/lib/http/request-context';
import { getBillMoney } from '@/lib/services/payments/get-bill-money';

/** What happened to a bill's money since it was issued; nothing for a bill that is not. The operator's page of a bill has it too. */
export async function BillStory({
  ctx,
  billId,
  payments,
}: {
  ctx: RequestContext;
  billId: string;
  payments?: string;
}): Promise<ReactNode> {
  const money = await getBillMoney(ctx, billId);
  if (!money || money.events.length === 0) return null;
  const t = await getTranslations('payment.billEvent');
  return (
    <div className="max-w-4xl pt-8 print:hidden">
      <Section id="since" title={t('title')}>
        <BillEvents events={money.events} currency={money.currency} {...(payments ? { payments } : {})} />
      </Section>
    </div>
  );
}
