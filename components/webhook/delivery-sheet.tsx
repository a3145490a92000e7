'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import { toast } from 'sonner';
import { InstantText } from '@/components/time/instant-text';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { SideSheet } from '@/components/ui/side-sheet';
import { StateBadge } from '@/components/ui/state-badge';
import { deliveryTone } from '@/components/webhook/delivery-tone';
import type { DeliveryDetails, WebhookActions } from '@/components/webhook/webhook-view';

export type DeliverySheetProps = {
  delivery: DeliveryDetails;
  closeHref: string;
  timeZone: string;
  canManage: boolean;
  replay: WebhookActions['replay'];
};

/** One delivery: what was sent, what came back, and once more. */
export function DeliverySheet({
  delivery,
  closeHref,
  timeZone,
  canManage,
  replay,
}: DeliverySheetProps): ReactNode {
  const t = useTranslations('webhook');
  const router = useRouter();
  const [isPending, start] = useTransition();
  const again = () =>
    start(async () => {
      const answer = await replay({ id: delivery.id });
      if (answer.ok) toast.success(t('replayed'));
      else toast.error(answer.message);
      router.refresh();
    });
  const { state, attempts, lastAttemptAt, failure, responseStatus } = delivery;
  return (
    <SideSheet
      title={delivery.eventType}
      subtitle={<InstantText value={delivery.createdAt} timeZone={timeZone} style="second" />}
      closeHref={closeHref}
      footer={
        canManage ? (
          <Button icon={<RotateCw size={16} aria-hidden />} isPending={isPending} onPress={again}>
            {t('replay')}
          </Button>
        ) : undefined
      }
    >
      <DescriptionList
        items={[
          {
            term: t('columns.state'),
            detail: <StateBadge tone={deliveryTone[state]} label={t(`delivery.${state}`)} />,
          },
          { term: t('columns.attempts'), detail: String(attempts) },
          ...(lastAttemptAt
            ? [
                {
                  term: t('lastAttempt'),
                  detail: <InstantText value={lastAttemptAt} timeZone={timeZone} style="second" />,
                },
              ]
            : []),
          {
            term: t('columns.answer'),
            detail: responseStatus === null ? t('noResponse') : String(responseStatus),
          },
          ...(failure ? [{ term: t('failure'), detail: failure }] : []),
          { term: t('id'), detail: <span className="font-mono text-xs break-all">{delivery.id}</span> },
        ]}
      />
      <div className="pt-6">
        <Section title={t('payload')} level={3}>
          <CodeBlock label={t('payload')} code={JSON.stringify(delivery.payload, null, 2)} />
        </Section>
        {delivery.responseBody ? (
          <Section title={t('response')} level={3}>
            <CodeBlock label={t('response')} code={delivery.responseBody} />
          </Section>
        ) : null}
      </div>
    </SideSheet>
  );
}
