'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import {
  type DecideAction,
  decisionsOf,
  type ExpectationItem,
  type LateDecision,
} from '@/components/expectation/expectation-view';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { RadioList } from '@/components/ui/radio-list';
import { TextField } from '@/components/ui/text-field';
import { formatPeriod } from '@/lib/format/period';

export type DecideButtonProps = { expectation: ExpectationItem; decide: DecideAction };

/** A person's word on a bill that has not come, with the reason for it. */
export function DecideButton({ expectation, decide }: DecideButtonProps): ReactNode {
  const t = useTranslations('expectation.decide');
  const locale = useLocale();
  const router = useRouter();
  const { partner, cycle, accounts } = expectation;
  const period = formatPeriod(cycle.from, cycle.to, locale);
  const possible = decisionsOf(expectation);
  const [decision, setDecision] = useState<LateDecision>(possible[0] ?? 'waive');
  const [reason, setReason] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>();

  async function confirm(close: () => void) {
    setIsPending(true);
    const answer = await decide({ cycleId: cycle.id, partner: partner.slug, decision, reason }).catch(() => ({
      ...{ ok: false as const, message: t('failed'), issues: [] },
    }));
    setIsPending(false);
    if (!answer.ok) return setRefusal(answer.issues[0]?.message ?? answer.message);
    toast.success(t('done'));
    close();
    setReason('');
    router.refresh();
  }

  if (possible.length === 0) return null;
  return (
    <Dialog
      title={t('title', { partner: partner.name })}
      trigger={
        <Button size="sm" aria-label={t('openForPeriod', { partner: partner.name, period })}>
          {t('open')}
        </Button>
      }
      onOpenChange={() => setRefusal(undefined)}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            variant="primary"
            isPending={isPending}
            isDisabled={reason.trim().length < 3}
            onPress={() => confirm(close)}
          >
            {t('confirm')}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t('description', { partner: partner.name, period })}</p>
        <RadioList
          label={t('decision')}
          isRequired
          value={decision}
          onChange={(id) => setDecision(id as LateDecision)}
          options={possible.map((id) => ({
            ...{ id, label: t(id), description: t(`${id}Note`, { accounts }) },
          }))}
        />
        <TextField
          label={t('reason')}
          description={t('reasonHint')}
          isRequired
          multiline
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
          errorMessage={refusal}
        />
      </div>
    </Dialog>
  );
}
