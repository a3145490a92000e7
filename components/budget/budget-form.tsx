'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { type ReadText, useAction } from '@/components/action/use-action';
import type { BudgetActions, BudgetItem, BudgetScope, BudgetValues } from '@/components/budget/budget-view';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

export type BudgetFormProps = {
  scopes: readonly BudgetScope[];
  /** The budget to change; a new one without. */
  budget?: BudgetItem;
  actions: Pick<BudgetActions, 'create' | 'change'>;
  onDone: () => void;
};

const WHOLE = 'account';
const FIELDS = ['name', 'amount', 'thresholds', 'emails'];

/** What a budget says. What the server refuses stands at the field it is about. */
export function BudgetForm({ scopes, budget, actions, onDone }: BudgetFormProps): ReactNode {
  const t = useTranslations('alert.budgets');
  const [number, setNumber] = useState(budget?.account.number ?? scopes[0]!.number);
  const [product, setProduct] = useState(WHOLE);
  const scope = scopes.find((candidate) => candidate.number === number) ?? scopes[0]!;
  const target = { billingAccount: scope.number, product: product === WHOLE ? null : product };
  const save = (values: BudgetValues) =>
    budget ? actions.change({ ...values, id: budget.id }) : actions.create({ ...values, ...target });
  const { submit, isPending, message, field } = useAction(save, {
    ...{ fields: FIELDS, done: () => t(budget ? 'saved' : 'created'), onDone },
  });

  return (
    <Form onSubmit={submit(valuesOf)} validationBehavior="aria">
      <FormError>{message}</FormError>
      <TextField
        name="name"
        label={t('name')}
        placeholder={t('nameHint')}
        defaultValue={budget?.name ?? ''}
        maxLength={120}
        isRequired
        {...field('name')}
      />
      {budget ? null : (
        <>
          {scopes.length > 1 ? (
            <Select
              label={t('account')}
              options={scopes.map((each) => ({
                id: each.number,
                label: `${each.name} · ${each.number}`,
              }))}
              value={number}
              onChange={(next) => {
                setNumber(next);
                setProduct(WHOLE);
              }}
            />
          ) : null}
          <Select
            key={number}
            label={t('scope')}
            options={[
              { id: WHOLE, label: t('wholeAccount') },
              ...scope.products.map(({ id, name, reference }) => ({ id, label: `${name} · ${reference}` })),
            ]}
            value={product}
            onChange={setProduct}
          />
        </>
      )}
      <DecimalField
        name="amount"
        label={t('amount')}
        description={t('amountHint')}
        suffix={budget?.account.currency ?? scope.currency}
        defaultValue={budget?.amount ?? ''}
        isRequired
        {...field('amount')}
      />
      <TextField
        name="thresholds"
        label={t('thresholds')}
        description={t('thresholdsHint')}
        defaultValue={(budget?.thresholds ?? DEFAULT_THRESHOLDS).join(', ')}
        inputMode="numeric"
        isRequired
        {...field('thresholds')}
      />
      <TextField
        name="emails"
        label={t('emails')}
        description={t('emailsHint')}
        defaultValue={budget?.emails.join('\n') ?? ''}
        multiline
        rows={2}
        {...field('emails')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t(budget ? 'save' : 'create')}
        </Button>
      </FormActions>
    </Form>
  );
}

const DEFAULT_THRESHOLDS = [50, 80, 100];

function valuesOf(text: ReadText): BudgetValues {
  const parts = (name: string) =>
    text(name)
      .split(/[\s,;%]+/)
      .filter((part) => part !== '');
  return {
    name: text('name'),
    amount: text('amount'),
    thresholds: parts('thresholds').map(Number),
    emails: parts('emails'),
  };
}
