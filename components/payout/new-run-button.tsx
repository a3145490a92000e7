'use client';

import { HandCoins } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';

/** Starts a settlement run through a day. */
export function NewRunButton({
  today,
  through: usual,
  start,
}: {
  today: string;
  /** The day one mostly wants: the last of the month before. */
  through: string;
  start: Action<{ through: string }, { id: string }>;
}): ReactNode {
  const t = useTranslations('payout');
  const [through, setThrough] = useState<string | null>(usual);
  const { act, isPending, message, field, reset } = useAction(start, {
    fields: ['through'],
    leadsTo: ({ id }) => `/operator/payouts/runs/${id}`,
  });

  return (
    <Dialog
      title={t('run.newTitle')}
      size="sm"
      trigger={
        <Button variant="primary" icon={<HandCoins size={16} aria-hidden />}>
          {t('run.new')}
        </Button>
      }
      onOpenChange={reset}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('act.close')}</Button>
          <Button
            variant="primary"
            isPending={isPending}
            isDisabled={through === null}
            onPress={() => through !== null && void act({ through })}
          >
            {t('run.start')}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t('run.newText')}</p>
        <FormError>{message}</FormError>
        <DateField
          label={t('run.through')}
          value={through}
          onChange={setThrough}
          maxValue={today}
          isRequired
          {...field('through')}
        />
      </div>
    </Dialog>
  );
}
