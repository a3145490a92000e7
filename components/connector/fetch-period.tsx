'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';

export type FetchPeriod = (input: {
  id: string;
  cycleId: string;
}) => Promise<{ ok: true; data: { partnerBillId: string } } | { ok: false; message: string }>;

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
  const router = useRouter();
  const [cycleId, setCycleId] = useState(periods[0]?.id ?? '');
  const [isPending, setIsPending] = useState(false);
  const [message, setMessage] = useState<string>();

  async function submit() {
    setIsPending(true);
    const answer = await fetchPeriod({ id, cycleId }).catch(() => ({
      ...{ ok: false as const, message: t('failed') },
    }));
    setIsPending(false);
    if (answer.ok) return router.push(`${base}/bills/${answer.data.partnerBillId}`);
    setMessage(answer.message);
    router.refresh();
  }

  return (
    <Dialog title={t('title')} trigger={<Button>{t('open')}</Button>}>
      {() => (
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
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
