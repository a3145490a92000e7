'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Switch } from '@/components/ui/switch';

export type BilledBySwitchProps = {
  offering: string;
  billedBy: 'hub' | 'partner';
  canChange: boolean;
  change: Action<{ offering: string; billedBy: 'hub' | 'partner' }>;
};

/** Whether the partner's own bill charges the offering's usage, which the hub's rating then only checks. */
export function BilledBySwitch({ offering, billedBy, canChange, change }: BilledBySwitchProps): ReactNode {
  const t = useTranslations('operator.offerings');
  const { act, isPending } = useAction(change);
  return (
    <Switch
      isSelected={billedBy === 'partner'}
      isDisabled={!canChange || isPending}
      onChange={(isPartner) => void act({ offering, billedBy: isPartner ? 'partner' : 'hub' })}
      description={t('billedByNote')}
    >
      {t('billedBy')}
    </Switch>
  );
}
