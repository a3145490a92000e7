'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConditionsForm, type ConditionsFormProps } from '@/components/agreement/conditions-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Opens the form of an agreement's conditions. */
export function ConditionsDialog(props: Omit<ConditionsFormProps, 'onDone'>): ReactNode {
  const t = useTranslations('expectation.conditions');
  return (
    <Dialog
      title={t('title', { partner: props.partner.name })}
      trigger={<Button size="sm">{t('change')}</Button>}
    >
      {(close) => <ConditionsForm {...props} onDone={close} />}
    </Dialog>
  );
}
