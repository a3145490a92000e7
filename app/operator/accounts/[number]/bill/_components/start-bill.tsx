'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState, useTransition } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DateField } from '@/components/ui/date-field';

type Answer = { ok: true; data: { id: string } } | { ok: false; message: string };

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
  start: (input: { account: string; kind: 'on_demand' | 'final'; until: string }) => Promise<Answer>;
};

/** The last day that is billed, which the preview beneath follows, and the step to the draft. */
export function StartBill(props: StartBillProps): ReactNode {
  const { account, kind, lastDay, firstPossible, lastPossible, until, ending, isReady, start } = props;
  const t = useTranslations('operator.billNow');
  const router = useRouter();
  const [isMoving, startMoving] = useTransition();
  const [isBusy, setIsBusy] = useState(false);
  const home = `/operator/accounts/${account.number}/bill`;

  async function draft(): Promise<void> {
    setIsBusy(true);
    const answer = await start({ account: account.id, kind, until });
    setIsBusy(false);
    if (answer.ok) router.push(`${home}/${answer.data.id}`);
    else toast.error(answer.message);
  }

  const button = { variant: 'primary', isPending: isBusy, isDisabled: isMoving || !isReady } as const;
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
