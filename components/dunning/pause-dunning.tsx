'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { ReasonDialog } from '@/components/ui/reason-dialog';
import { TextField } from '@/components/ui/text-field';

export type PauseValues = { account: string; until: string | null; reason: string };
export type PauseDunningProps = {
  account: string;
  isPaused: boolean;
  /** The first day that can be chosen, and the one that is proposed. */
  today: string;
  proposed: string;
  pause: Action<PauseValues>;
};

/** Lets an account be until a day, or goes on before it; both with a reason. */
export function PauseDunning(props: PauseDunningProps): ReactNode {
  const t = useTranslations('dunning.pause');
  const router = useRouter();
  if (!props.isPaused) {
    return (
      <Dialog title={t('title')} size="sm" trigger={<Button>{t('open')}</Button>}>
        {(close) => <PauseForm {...props} onDone={close} />}
      </Dialog>
    );
  }
  return (
    <ReasonDialog
      title={t('resumeTitle')}
      trigger={<Button>{t('resume')}</Button>}
      labels={{ reason: t('reason'), confirm: t('resume') }}
      onConfirm={async (reason) => {
        const answer = await props.pause({ account: props.account, until: null, reason });
        if (!answer.ok) return answer.message;
        toast.success(t('resumed'));
        router.refresh();
        return null;
      }}
    >
      <p>{t('resumeText')}</p>
    </ReasonDialog>
  );
}

function PauseForm({
  account,
  today,
  proposed,
  pause,
  onDone,
}: PauseDunningProps & { onDone: () => void }): ReactNode {
  const t = useTranslations('dunning.pause');
  const { submit, isPending, message, field } = useAction(pause, {
    ...{ fields: ['until', 'reason'], done: () => t('done'), onDone },
  });
  const send = submit((text) => ({ account, until: text('until'), reason: text('reason') }));
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <DateField
        name="until"
        label={t('until')}
        defaultValue={proposed}
        minValue={today}
        isRequired
        {...field('until')}
      />
      <TextField name="reason" label={t('reason')} maxLength={500} isRequired {...field('reason')} />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
