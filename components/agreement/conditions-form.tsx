'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';

export type Conditions = {
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  acceptance: 'automatic' | 'whole' | 'by_person';
  changeTolerancePercent: string;
  differenceTolerancePercent: string;
  servicePolicy: 'any' | 'mapped';
  maxChargeAgeMonths: number;
};

export type ConditionsFormProps = {
  partner: { slug: string; name: string };
  conditions: Conditions;
  change: (
    input: { partner: string } & Conditions,
  ) => Promise<
    { ok: true } | { ok: false; message: string; issues: readonly { path: string; message: string }[] }
  >;
  onDone: () => void;
};

/** How a partner's bills are taken. What the server refuses stands at the field it is about. */
export function ConditionsForm({ partner, conditions, change, onDone }: ConditionsFormProps): ReactNode {
  const t = useTranslations('expectation.conditions');
  const router = useRouter();
  const [values, setValues] = useState({
    ...conditions,
    maxChargeAgeMonths: String(conditions.maxChargeAgeMonths),
  });
  const [isPending, setIsPending] = useState(false);
  const [errors, setErrors] = useState<{ message?: string; fields: Record<string, string> }>({ fields: {} });
  const bound = <Key extends keyof typeof values>(name: Key) => ({
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    errorMessage: errors.fields[name],
  });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsPending(true);
    const months = values.maxChargeAgeMonths.trim();
    const maxChargeAgeMonths = months === '' ? Number.NaN : Number(months);
    const answer = await change({ partner: partner.slug, ...values, maxChargeAgeMonths }).catch(() => ({
      ...{ ok: false as const, message: t('failed'), issues: [] },
    }));
    setIsPending(false);
    if (!answer.ok) return setErrors(refused(answer));
    toast.success(t('saved'));
    router.refresh();
    onDone();
  }

  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <p>{t('description', { partner: partner.name })}</p>
      <FormError>{errors.message}</FormError>
      <RadioList
        label={t('latePolicy')}
        isRequired
        {...bound('latePolicy')}
        options={(['hold', 'carry_over', 'estimate'] as const).map((id) => ({
          ...{ id, label: t(`late.${id}`), description: t(`late.${id}Note`) },
        }))}
      />
      <RadioList
        label={t('acceptance')}
        isRequired
        {...bound('acceptance')}
        options={(['automatic', 'whole', 'by_person'] as const).map((id) => ({
          ...{ id, label: t(`accept.${id}`), description: t(`accept.${id}Note`) },
        }))}
      />
      <RadioList
        label={t('servicePolicy')}
        isRequired
        {...bound('servicePolicy')}
        options={(['any', 'mapped'] as const).map((id) => ({
          ...{ id, label: t(`service.${id}`), description: t(`service.${id}Note`) },
        }))}
      />
      <div className="grid gap-4 sm:grid-cols-3">
        <DecimalField
          label={t('changeTolerance')}
          description={t('changeToleranceNote')}
          suffix="%"
          isRequired
          {...bound('changeTolerancePercent')}
        />
        <DecimalField
          label={t('differenceTolerance')}
          description={t('differenceToleranceNote')}
          suffix="%"
          isRequired
          {...bound('differenceTolerancePercent')}
        />
        <DecimalField
          label={t('maxAge')}
          description={t('maxAgeNote')}
          suffix={t('months')}
          isRequired
          {...bound('maxChargeAgeMonths')}
        />
      </div>
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('save')}
        </Button>
      </FormActions>
    </Form>
  );
}

function refused(answer: { message: string; issues: readonly { path: string; message: string }[] }) {
  const fields = Object.fromEntries(answer.issues.map(({ path, message }) => [path, message]));
  return answer.issues.length > 0 ? { fields } : { message: answer.message, fields };
}
