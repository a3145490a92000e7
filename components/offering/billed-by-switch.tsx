'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Switch } from '@/components/ui/switch';

export type BilledBySwitchProps = {
  offering: string;
  billedBy: 'hub' | 'partner';
  canChange: boolean;
  /** Server action. */
  change: (input: {
    offering: string;
    billedBy: 'hub' | 'partner';
  }) => Promise<{ ok: true } | { ok: false; message: string }>;
};

/** Whether the partner's own bill charges the offering's usage, which the hub's rating then only checks. */
export function BilledBySwitch({ offering, billedBy, canChange, change }: BilledBySwitchProps): ReactNode {
  const t = useTranslations('operator.offerings');
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);

  async function set(isPartner: boolean) {
    setIsPending(true);
    const answer = await change({ offering, billedBy: isPartner ? 'partner' : 'hub' });
    setIsPending(false);
    if (!answer.ok) return void toast.error(answer.message);
    router.refresh();
  }

  return (
    <Switch
      isSelected={billedBy === 'partner'}
      isDisabled={!canChange || isPending}
      onChange={set}
      description={t('billedByNote')}
    >
      {t('billedBy')}
    </Switch>
  );
}
