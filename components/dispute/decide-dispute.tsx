'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { DecisionPreview } from '@/components/dispute/decision-preview';
import type { DecisionKind, DecisionPreviewView, DecisionValues } from '@/components/dispute/dispute-actions';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { TextField } from '@/components/ui/text-field';
import { usePreview } from '@/components/upload/use-preview';

export type DecideDisputeProps = {
  dispute: { id: string; disputed: string; currency: string };
  /** What the form begins with: as the partner answered. */
  suggested: { decision: DecisionKind; amount: string | null };
  decide: Action<DecisionValues>;
  preview: Action<Omit<DecisionValues, 'reason'>, DecisionPreviewView>;
};

const DECISIONS = ['accept', 'accept_part', 'reject'] as const;

/** The operator's decision, and before it what it would do to everybody's money. */
export function DecideDispute({ dispute, suggested, decide, preview: ask }: DecideDisputeProps): ReactNode {
  const t = useTranslations('dispute.decide');
  const [decision, setDecision] = useState(suggested.decision);
  const [amount, setAmount] = useState(suggested.amount ?? '');
  const isPart = decision === 'accept_part';
  const isComplete = !isPart || amount.trim() !== '';
  const asked = isComplete ? { id: dispute.id, decision, amount: isPart ? amount : null } : null;
  const { preview, message: problem, isTrying } = usePreview(ask, asked);
  const { submit, isPending, message, field } = useAction(decide, {
    ...{ fields: ['amount', 'reason'], done: () => t('done') },
  });
  const send = submit((text) => ({
    ...{ id: dispute.id, decision, reason: text('reason') },
    amount: isPart ? amount : null,
  }));
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Form onSubmit={send} validationBehavior="aria">
        <FormError>{message}</FormError>
        <RadioList
          label={t('kind')}
          isRequired
          options={DECISIONS.map((id) => ({ id, label: t(id) }))}
          value={decision}
          onChange={(id) => setDecision(id as DecisionKind)}
        />
        {isPart ? (
          <DecimalField
            label={t('amount')}
            suffix={dispute.currency}
            value={amount}
            onChange={setAmount}
            isRequired
            {...(problem === null ? field('amount') : { errorMessage: problem })}
          />
        ) : null}
        <TextField
          name="reason"
          label={t('reason')}
          multiline
          rows={3}
          maxLength={4000}
          isRequired
          {...field('reason')}
        />
        <FormActions>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('submit')}
          </Button>
        </FormActions>
      </Form>
      <div aria-live="polite">
        <h3 className="pb-2 font-semibold">{t('preview')}</h3>
        {preview && isComplete && problem === null ? (
          <DecisionPreview preview={preview} />
        ) : (
          <p className="text-ink-muted">{problem ?? (isTrying ? t('trying') : t('waiting'))}</p>
        )}
      </div>
    </div>
  );
}
