'use client';

import { BadgeCheck, CirclePause, CirclePlay, Eye, Play, Send, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactElement, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { RunStep, RunSteps } from '@/components/run/next-step';
import type { RunView } from '@/components/run/run-view';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

type Answer = { ok: true; data: { id: string } } | { ok: false; message: string };
type RunAction = (input: { runId: string }) => Promise<Answer>;

export type RunActions = Record<'pause' | 'resume' | 'approve' | 'issue' | 'cancel', RunAction> & {
  start: (input: { cycleId: string; dryRun: boolean }) => Promise<Answer>;
};

export type RunControlsProps = {
  cycleId: string;
  run: RunView | null;
  steps: RunSteps;
  /** What the reader is asked to confirm, in words; a step without any happens at once. */
  questions: Partial<Record<RunStep, { title: string; description: ReactNode; confirm: string }>>;
  actions: RunActions;
};

/** What can be done with a cycle's bills now; the next step is the one primary button. */
export function RunControls({ cycleId, run, steps, questions, actions }: RunControlsProps): ReactNode {
  const t = useTranslations('operator.run');
  const router = useRouter();
  const [busy, setBusy] = useState<RunStep | null>(null);

  async function take(step: RunStep): Promise<void> {
    setBusy(step);
    const home = `/operator/cycles/${cycleId}`;
    const answer = await perform(step);
    setBusy(null);
    if (!answer.ok) {
      toast.error(answer.message);
      router.refresh();
      return;
    }
    if (step === 'dryRun') router.push(`${home}?run=${answer.data.id}`);
    else if (step === 'run') router.push(home);
    router.refresh();
  }

  function perform(step: RunStep): Promise<Answer> {
    if (step === 'run' || step === 'dryRun') return actions.start({ cycleId, dryRun: step === 'dryRun' });
    return run ? actions[step]({ runId: run.id }) : Promise.reject(new Error(`There is no run to ${step}.`));
  }

  function control(step: RunStep, variant: 'primary' | 'secondary' | 'quiet'): ReactElement {
    const { icon: Icon } = looks[step];
    const shared = {
      variant,
      icon: <Icon size={16} aria-hidden />,
      isPending: busy === step,
      isDisabled: busy !== null && busy !== step,
    };
    const label = t(`step.${step === 'run' && run !== null && !run.dryRun ? 'runAgain' : step}`);
    const question = questions[step];
    if (!question) {
      return (
        <Button key={step} {...shared} onPress={() => take(step)}>
          {label}
        </Button>
      );
    }
    return (
      <ConfirmDialog
        key={step}
        title={question.title}
        description={question.description}
        confirmLabel={question.confirm}
        tone={step === 'cancel' ? 'danger' : 'primary'}
        onConfirm={() => take(step)}
        trigger={<Button {...shared}>{label}</Button>}
      />
    );
  }

  return (
    <>
      {steps.others.map((step) => control(step, step === 'cancel' ? 'quiet' : 'secondary'))}
      {steps.next ? control(steps.next, 'primary') : null}
    </>
  );
}

const looks: Record<RunStep, { icon: typeof Play }> = {
  run: { icon: Play },
  dryRun: { icon: Eye },
  pause: { icon: CirclePause },
  resume: { icon: CirclePlay },
  approve: { icon: BadgeCheck },
  issue: { icon: Send },
  cancel: { icon: X },
};
