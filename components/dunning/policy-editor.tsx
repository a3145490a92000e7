'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { PolicyExample } from '@/components/dunning/policy-example';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { DUNNING_ACTIONS, type DunningAction, type DunningStage } from '@/lib/domain/billing/dunning';

export type PolicyValues = { group: string; minimum: string; stages: DunningStage[] };

export type PolicyEditorProps = {
  group: string;
  minimum: string;
  stages: readonly DunningStage[];
  /** It is written in the books already, and not only suggested. */
  isSaved: boolean;
  /** The example's day and currency. */
  example: { dueOn: string; currency: string };
  save: Action<PolicyValues>;
};

/** The stages of a group's dunning, with an example in words that follows every change. */
export function PolicyEditor({
  group,
  minimum,
  stages: saved,
  isSaved,
  example,
  save,
}: PolicyEditorProps): ReactNode {
  const t = useTranslations('dunning');
  const [least, setLeast] = useState(minimum);
  const [stages, setStages] = useState<readonly DunningStage[]>(saved);
  const { submit, isPending, message, field } = useAction(save, {
    ...{ fields: ['stages', 'minimum'], done: () => t('policy.saved') },
  });
  const change = (index: number, next: Partial<DunningStage>) =>
    setStages(stages.map((stage, at) => (at === index ? { ...stage, ...next } : stage)));
  const last = stages.at(-1);
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Form
        onSubmit={submit(() => ({ group, minimum: least, stages: [...stages] }))}
        validationBehavior="aria"
      >
        <FormError>{message ?? field('stages').errorMessage}</FormError>
        {isSaved ? null : <p className="text-attention">{t('policy.notSaved')}</p>}
        <DecimalField
          label={t('policy.minimum')}
          description={t('policy.minimumHint')}
          value={least}
          onChange={setLeast}
          isRequired
          {...field('minimum')}
        />
        <ol className="flex flex-col gap-3" aria-label={t('policy.stages')}>
          {stages.map((stage, index) => (
            <li key={index} className="flex items-end gap-3">
              <TextField
                className="w-32"
                label={t('policy.afterDays')}
                value={String(stage.afterDays)}
                onChange={(text) => change(index, { afterDays: Number(text.replace(/\D/g, '')) })}
                inputMode="numeric"
                isRequired
              />
              <Select
                className="flex-1"
                label={t('policy.does')}
                options={DUNNING_ACTIONS.map((id) => ({ id, label: t(`action.${id}`) }))}
                value={stage.action}
                onChange={(id) => change(index, { action: id as DunningAction })}
                isRequired
              />
              <IconButton
                label={t('policy.remove', { stage: index + 1 })}
                icon={<X size={16} aria-hidden />}
                onPress={() => setStages(stages.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ol>
        <FormActions>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('policy.save')}
          </Button>
          <Button
            icon={<Plus size={16} aria-hidden />}
            isDisabled={stages.length >= 10}
            onPress={() =>
              setStages([
                ...stages,
                { afterDays: (last?.afterDays ?? 0) + 7, action: last?.action ?? 'remind' },
              ])
            }
          >
            {t('policy.add')}
          </Button>
        </FormActions>
      </Form>
      <PolicyExample stages={stages} {...example} />
    </div>
  );
}
