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
import { RadioList } from '@/components/ui/radio-list';
import { ReasonDialog } from '@/components/ui/reason-dialog';
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

  async function confirm(reason: string): Promise<string | null> {
    const answer = await decide({ cycleId: cycle.id, partner: partner.slug, decision, reason });
    if (!answer.ok) return answer.issues[0]?.message ?? answer.message;
    toast.success(t('done'));
    router.refresh();
    return null;
  }

  if (possible.length === 0) return null;
  return (
    <ReasonDialog
      title={t('title', { partner: partner.name })}
      size="md"
      trigger={
        <Button size="sm" aria-label={t('openForPeriod', { partner: partner.name, period })}>
          {t('open')}
        </Button>
      }
      labels={{ reason: t('reason'), hint: t('reasonHint'), confirm: t('confirm') }}
      onConfirm={confirm}
    >
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
    </ReasonDialog>
  );
}
