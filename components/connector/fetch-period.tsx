'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';

export type FetchPeriod = Action<{ id: string; cycleId: string }, { partnerBillId: string }>;

export type FetchPeriodDialogProps = {
  id: string;
  /** The address under which bills are. */
  base: string;
  /** Ended ones, the likeliest first. */
  periods: readonly { id: string; label: string; note: string }[];
  fetchPeriod: FetchPeriod;
};

/** Asks a live system for one period now; what comes is shown as the bill it is. */
export function FetchPeriodDialog({ id, base, periods, fetchPeriod }: FetchPeriodDialogProps): ReactNode {
  const t = useTranslations('connector.fetch');
  const [cycleId, setCycleId] = useState(periods[0]?.id ?? '');
  const { submit, isPending, message, reset } = useAction(fetchPeriod, {
    fields: [],
    leadsTo: ({ partnerBillId }) => `${base}/bills/${partnerBillId}`,
  });

  return (
    <Dialog title={t('title')} trigger={<Button>{t('open')}</Button>} onOpenChange={reset}>
      {() => (
        <Form onSubmit={submit(() => ({ id, cycleId }))}>
          <p>{t('note')}</p>
          <FormError>{message}</FormError>
          <Select
            label={t('period')}
            isRequired
            value={cycleId}
            onChange={setCycleId}
            options={periods.map(({ id: period, label, note }) => ({ id: period, label, description: note }))}
          />
          <FormActions>
            <Button type="submit" variant="primary" isPending={isPending}>
              {t('send')}
            </Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  );
}
