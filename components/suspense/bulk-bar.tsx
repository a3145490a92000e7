'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Decide, DecisionDialog } from '@/components/suspense/decision-dialog';
import { Button } from '@/components/ui/button';

export type BulkBarProps = {
  count: number;
  isPending: boolean;
  onRecycle: () => void;
  onDismiss: Decide;
  onCancel: () => void;
};

/** Stays at the foot of the list while events are chosen. */
export function BulkBar({ count, isPending, onRecycle, onDismiss, onCancel }: BulkBarProps): ReactNode {
  const t = useTranslations('suspense.bulk');
  return (
    <section
      aria-label={t('label')}
      className="sticky bottom-0 z-20 mt-2 flex flex-wrap items-center gap-3 border-t border-line-strong bg-paper py-3 max-md:bottom-14"
    >
      <p className="min-w-32 font-medium" aria-live="polite">
        {t('chosen', { count })}
      </p>
      <Button variant="primary" isPending={isPending} onPress={onRecycle}>
        {t('tryAgain')}
      </Button>
      <DecisionDialog
        title={t('dismissTitle', { count })}
        description={t('dismissNote')}
        confirmLabel={t('dismiss')}
        decide={onDismiss}
      />
      <Button variant="quiet" onPress={onCancel}>
        {t('cancel')}
      </Button>
    </section>
  );
}
