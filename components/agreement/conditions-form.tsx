'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { HoldsFromField, type HoldsFromFieldProps } from '@/components/agreement/holds-from-field';
import { PayoutFields } from '@/components/agreement/payout-fields';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { PAYOUT_TERMS, type PayoutTerms } from '@/lib/domain/settlement/payout-notice';

export type Conditions = PayoutTerms & {
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  acceptance: 'automatic' | 'whole' | 'by_person';
  changeTolerancePercent: string;
  differenceTolerancePercent: string;
  servicePolicy: 'any' | 'mapped';
  disputeDecision: 'operator' | 'partner';
  maxChargeAgeMonths: number;
};

export type ConditionsFormProps = {
  partner: { slug: string; name: string };
  /** Amounts are in the agreement's currency. */
  conditions: Conditions & HoldsFromFieldProps['conditions'];
  change: Action<{ partner: string; holdsFrom?: string | undefined } & Partial<Conditions>>;
  onDone: () => void;
};

/** How a partner's bills are taken, and how it is paid. What the server refuses stands at the field it is about. */
export function ConditionsForm({ partner, conditions, change, onDone }: ConditionsFormProps): ReactNode {
  const t = useTranslations('expectation.conditions');
  const [values, setValues] = useState(() => writtenOf(conditions));
  const [holdsFrom, setHoldsFrom] = useState<string | null>(null);
  const { submit, isPending, message, field } = useAction(change, {
    ...{ fields: [...FIELDS, 'holdsFrom'], done: () => t('saved'), onDone },
  });
  const bound = <Key extends keyof typeof values>(name: Key) => ({
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    errorMessage: field(name).errorMessage,
  });

  const read = () => ({
    partner: partner.slug,
    ...changedOf(conditions, values),
    ...(holdsFrom && { holdsFrom }),
  });

  return (
    <Form onSubmit={submit(read)} validationBehavior="aria">
      <p>{t('description', { partner: partner.name })}</p>
      <FormError>{message}</FormError>
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
      <RadioList
        label={t('disputeDecision')}
        isRequired
        {...bound('disputeDecision')}
        options={(['operator', 'partner'] as const).map((id) => ({
          ...{ id, label: t(`dispute.${id}`), description: t(`dispute.${id}Note`) },
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
      <PayoutFields bound={bound} currency={conditions.currency} />
      <HoldsFromField
        {...{ partner, conditions }}
        change={payoutOf(changedOf(conditions, values))}
        value={holdsFrom}
        onChange={setHoldsFrom}
        {...field('holdsFrom')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('save')}
        </Button>
      </FormActions>
    </Form>
  );
}

const FIELDS = [
  ...['latePolicy', 'acceptance', 'changeTolerancePercent', 'differenceTolerancePercent', 'servicePolicy'],
  ...['disputeDecision', 'maxChargeAgeMonths'],
  ...PAYOUT_TERMS,
] as (keyof Conditions)[];

/** What stands in the boxes. */
type Written = { [Field in keyof Conditions]: Conditions[Field] extends number ? string : Conditions[Field] };

const writtenOf = (conditions: Conditions): Written =>
  Object.fromEntries(FIELDS.map((field) => [field, String(conditions[field])])) as Written;

/** What is another than it is now: what is announced of the rest stays as it was announced. */
function changedOf(conditions: Conditions, values: Written): Partial<Conditions> {
  const fields = FIELDS.filter((field) => String(conditions[field]) !== values[field]);
  const read = (field: keyof Conditions) =>
    typeof conditions[field] === 'number' ? countOf(values[field]) : values[field];
  return Object.fromEntries(fields.map((field) => [field, read(field)]));
}

const payoutOf = (change: Partial<Conditions>): Partial<PayoutTerms> =>
  Object.fromEntries(PAYOUT_TERMS.filter((field) => field in change).map((field) => [field, change[field]]));

const countOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
