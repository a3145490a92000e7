'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';

export type DecideWriteOffProps = {
  id: string;
  /** Who asked for it may take it back, and not approve it. */
  isOwn: boolean;
  decide: (input: {
    id: string;
    decision: 'approve' | 'refuse';
  }) => Promise<{ ok: true; data: { state: string } } | { ok: false; message: string }>;
};

/** A second person's word on a write-off above the limit. */
export function DecideWriteOff({ id, isOwn, decide }: DecideWriteOffProps): ReactNode {
  const t = useTranslations('writeOff.decide');
  const common = useTranslations('common');
  const router = useRouter();
  const [pending, setPending] = useState<'approve' | 'refuse' | null>(null);

  async function say(decision: 'approve' | 'refuse'): Promise<void> {
    setPending(decision);
    const answer = await decide({ id, decision }).catch(() => null);
    setPending(null);
    if (answer?.ok) toast.success(t(`${decision}d`));
    else toast.error(answer?.message ?? common('noAnswer'));
    router.refresh();
  }

  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {isOwn ? <span className="self-center text-sm text-ink-muted">{t('own')}</span> : null}
      <Button size="sm" isPending={pending === 'refuse'} onPress={() => say('refuse')}>
        {t(isOwn ? 'withdraw' : 'refuse')}
      </Button>
      {isOwn ? null : (
        <Button size="sm" isPending={pending === 'approve'} onPress={() => say('approve')}>
          {t('approve')}
        </Button>
      )}
    </span>
  );
}
