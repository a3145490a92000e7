'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu } from '@/components/ui/menu';
import { EndpointDialog } from '@/components/webhook/endpoint-dialog';
import { SecretDialog } from '@/components/webhook/secret-dialog';
import type { EndpointItem, WebhookActions } from '@/components/webhook/webhook-view';

export type EndpointControlsProps = {
  endpoint: EndpointItem;
  eventTypes: readonly string[];
  actions: WebhookActions;
};

/** What can be done with an endpoint. */
export function EndpointControls({ endpoint, eventTypes, actions }: EndpointControlsProps): ReactNode {
  const t = useTranslations('webhook');
  const router = useRouter();
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { id, url } = endpoint;
  const isOn = endpoint.state === 'active';

  async function run<T>(
    answering: Promise<{ ok: true; data: T } | { ok: false; message: string }>,
    said: string | null,
  ): Promise<T | null> {
    const answer = await answering;
    if (!answer.ok) toast.error(answer.message);
    else if (said) toast.success(said);
    router.refresh();
    return answer.ok ? answer.data : null;
  }
  const turn = () => {
    const { description, eventTypes: own } = endpoint;
    const state = isOn ? 'disabled' : 'active';
    return run(
      actions.change({ id, url, description, eventTypes: [...own], state }),
      t(isOn ? 'turnedOff' : 'turnedOn'),
    );
  };

  return (
    <div className="flex items-center gap-1">
      <EndpointDialog endpoint={endpoint} eventTypes={eventTypes} actions={actions} />
      <Menu
        label={url}
        items={[
          {
            id: 'test',
            label: t('test'),
            isDisabled: !isOn,
            onAction: () => void run(actions.test({ id }), t('tested')),
          },
          { id: 'turn', label: t(isOn ? 'turnOff' : 'turnOn'), onAction: () => void turn() },
          { id: 'rotate', label: t('rotate'), onAction: () => setAsked('rotate') },
          { id: 'remove', label: t('remove'), tone: 'risk', onAction: () => setAsked('remove') },
        ]}
      />
      <ConfirmDialog
        isOpen={asked === 'rotate'}
        onOpenChange={(isOpen) => isOpen || setAsked(null)}
        title={t('rotateTitle')}
        description={t('rotateDescription')}
        confirmLabel={t('rotate')}
        onConfirm={async () => setSecret((await run(actions.rotate({ id }), null))?.secret ?? null)}
      />
      <ConfirmDialog
        isOpen={asked === 'remove'}
        onOpenChange={(isOpen) => isOpen || setAsked(null)}
        title={t('removeTitle')}
        description={t('removeDescription', { url })}
        confirmLabel={t('remove')}
        tone="danger"
        onConfirm={async () => {
          await run(actions.remove({ id }), t('removed'));
        }}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </div>
  );
}
