import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { AskAgain } from '@/components/payment/ask-again';
import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { formatMoney } from '@/lib/format/money';
import { orNotFound } from '@/lib/http/or-not-found';
import { getSession } from '@/lib/services/payment-sessions/start-session';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment.session'))('title') };
}

/** Where the provider sends the payer back to. What came of it is what the provider's event says, not that somebody is here. */
export default async function SessionPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('payment.session');
  const session = await orNotFound(getSession(ctx, (await params).id));
  const isWaiting = session.state === 'open' || session.state === 'opening';
  const words = session.state === 'open' || session.state === 'opening' ? 'waiting' : session.state;
  const tone = { waiting: 'progress', succeeded: 'good', failed: 'risk', expired: 'attention' } as const;
  return (
    <>
      <PageHeader title={t('title')} />
      {isWaiting ? <AskAgain /> : null}
      <div aria-live="polite">
        <Callout
          tone={tone[words]}
          title={t(words)}
          actions={
            <>
              {session.billId ? (
                <LinkButton href={`/customer/bills/${session.billId}`}>{t('bill')}</LinkButton>
              ) : null}
              <LinkButton href="/customer/payments">{t('payments')}</LinkButton>
            </>
          }
        >
          {t(`${words}Description`, {
            amount: formatMoney(session.amount, session.currency, await getLocale()),
            reference: session.reference,
            reason: session.failure ?? '',
          })}
        </Callout>
      </div>
    </>
  );
}
