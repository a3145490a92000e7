'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChoiceBar } from '@/components/data-table/choice-bar';
import { type Decide, DecisionDialog } from '@/components/suspense/decision-dialog';
import { Button } from '@/components/ui/button';

export type BulkBarProps = {
  count: number;
  isPending: boolean;
  onRecycle: () => void;
  onDismiss: Decide;
  onCancel: () => void;
};

/** What can be done with the events that are chosen. */
export function BulkBar({ count, isPending, onRecycle, onDismiss, onCancel }: BulkBarProps): ReactNode {
  const t = useTranslations('suspense.bulk');
  return (
    <ChoiceBar
      label={t('label')}
      chosen={t('chosen', { count })}
      cancelLabel={t('cancel')}
      onCancel={onCancel}
    >
      <Button variant="primary" isPending={isPending} onPress={onRecycle}>
        {t('tryAgain')}
      </Button>
      <DecisionDialog
        title={t('dismissTitle', { count })}
        description={t('dismissNote')}
        confirmLabel={t('dismiss')}
        decide={onDismiss}
      />
    </ChoiceBar>
  );
}
