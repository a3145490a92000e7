'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { ConnectorState } from '@/components/connector/connector-view';
import { Button } from '@/components/ui/button';

export type ConnectorAct = (input: {
  id: string;
  act: 'test' | 'start' | 'pause';
}) => Promise<{ ok: true } | { ok: false; message: string }>;

/** Test, go live, pause: the one that is next stands out. */
export function ConnectorActions({
  id,
  state,
  isTested,
  isAsked,
  act,
}: {
  id: string;
  state: ConnectorState;
  isTested: boolean;
  /** False for a system that sends by itself: its first event is the test. */
  isAsked: boolean;
  act: ConnectorAct;
}): ReactNode {
  const t = useTranslations('connector');
  const router = useRouter();
  const [busy, setBusy] = useState<'test' | 'start' | 'pause' | null>(null);

  async function press(what: 'test' | 'start' | 'pause') {
    setBusy(what);
    const answer = await act({ id, act: what });
    setBusy(null);
    if (!answer.ok) toast.error(answer.message);
    else if (what !== 'test') toast.success(t(what === 'start' ? 'started' : 'pausedNow'));
    router.refresh();
  }

  const canStart = state !== 'live' && isTested;
  return (
    <>
      {isAsked ? (
        <Button
          variant={isTested ? 'secondary' : 'primary'}
          isPending={busy === 'test'}
          isDisabled={busy !== null && busy !== 'test'}
          onPress={() => press('test')}
        >
          {busy === 'test' ? t('testing') : t('test')}
        </Button>
      ) : null}
      {canStart ? (
        <Button variant="primary" isPending={busy === 'start'} onPress={() => press('start')}>
          {t('start')}
        </Button>
      ) : null}
      {state === 'live' ? (
        <Button isPending={busy === 'pause'} onPress={() => press('pause')}>
          {t('pause')}
        </Button>
      ) : null}
    </>
  );
}
