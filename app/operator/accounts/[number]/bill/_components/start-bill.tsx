'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DateField } from '@/components/ui/date-field';

export type StartBillProps = {
  account: { id: string; number: string };
  kind: 'on_demand' | 'final';
  /** Civil dates; the last day is billed, `until` is the one after it. */
  lastDay: string;
  firstPossible: string;
  lastPossible: string;
  until: string;
  /** What ends with a final bill. */
  ending: readonly string[];
  isReady: boolean;
  start: Action<{ account: string; kind: 'on_demand' | 'final'; until: string }, { id: string }>;
};

/** The last day that is billed, which the preview beneath follows, and the step to the draft. */
export function StartBill(props: StartBillProps): ReactNode {
  const { account, kind, lastDay, firstPossible, lastPossible, until, ending, isReady, start } = props;
  const t = useTranslations('operator.billNow');
  const router = useRouter();
  const [isMoving, startMoving] = useTransition();
  const home = `/operator/accounts/${account.number}/bill`;
  const { act, isPending } = useAction(start, { leadsTo: ({ id }) => `${home}/${id}` });
  const draft = () => act({ account: account.id, kind, until });

  const button = { variant: 'primary', isPending, isDisabled: isMoving || !isReady } as const;
  return (
    <div className="flex flex-wrap items-end gap-4">
      <DateField
        label={t('lastDay')}
        isRequired
        value={lastDay}
        minValue={firstPossible}
        maxValue={lastPossible}
        onChange={(day) => {
          if (day === null || day === lastDay) return;
          startMoving(() => router.replace(`${home}?kind=${kind}&last=${day}`, { scroll: false }));
        }}
      />
      {kind === 'on_demand' ? (
        <Button {...button} onPress={draft}>
          {t('draft')}
        </Button>
      ) : (
        <ConfirmDialog
          title={t('closeTitle', { number: account.number })}
          description={
            <div className="flex flex-col gap-3">
              <p>{t('closeDescription', { count: ending.length })}</p>
              {ending.length > 0 ? (
                <ul className="list-disc ps-5">
                  {ending.map((name) => (
                    <li key={name}>{name}</li>
                  ))}
                </ul>
              ) : null}
            </div>
          }
          confirmLabel={t('draftFinal')}
          onConfirm={draft}
          trigger={<Button {...button}>{t('draftFinal')}</Button>}
        />
      )}
    </div>
  );
}
