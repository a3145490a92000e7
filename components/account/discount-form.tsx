'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { type Bearer, BearerRows } from '@/components/account/bearer-rows';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { LinkButton } from '@/components/ui/link-button';
import { RadioList } from '@/components/ui/radio-list';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

export type DiscountFormProps = {
  account: string;
  currency: string;
  /** Who may supply a line, and bear a discount; the operator first. */
  parties: readonly { id: string; name: string }[];
  validFrom: string;
  home: string;
  /** The action checks what the boxes have. */
  create: Action<never>;
};

const ALL = 'all';
const FIELDS = ['name', 'percent', 'amount', 'supplierId', 'validFrom', 'validTo', 'borneBy'];

/** What comes off an account's bills, on whose lines, and who bears it. */
export function DiscountForm({
  account,
  currency,
  parties,
  validFrom,
  home,
  create,
}: DiscountFormProps): ReactNode {
  const t = useTranslations('discount');
  const [values, setValues] = useState({
    ...{ name: '', kind: 'percent', value: '', supplier: ALL, borneBy: 'shared' },
    ...{ validFrom, validTo: '' },
  });
  const [bearers, setBearers] = useState<readonly Bearer[]>(
    parties.slice(0, 2).map(({ id }, key) => ({ key, party: id, percent: '50' })),
  );
  const rows = bearers.flatMap((_, index) => [`bearers.${index}.party`, `bearers.${index}.percent`]);
  const fields = [...FIELDS, 'bearers', ...rows];
  const { submit, isPending, message, field } = useAction(create, { fields, leadsTo: () => home });
  const bound = (name: keyof typeof values, path: string = name) => ({
    value: values[name],
    onChange: (value: string | null) => setValues((before) => ({ ...before, [name]: value ?? '' })),
    ...field(path),
  });

  const send = submit(() => {
    const { kind, value, supplier, validTo, ...rest } = values;
    return {
      ...rest,
      account,
      [kind]: value,
      supplierId: supplier === ALL ? null : supplier,
      validTo: validTo === '' ? null : validTo,
      bearers: rest.borneBy === 'agreed' ? bearers.map(({ party, percent }) => ({ party, percent })) : [],
    } as never;
  });

  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <TextField label={t('name')} description={t('nameNote')} isRequired {...bound('name')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('kind')}
          isRequired
          options={[
            { id: 'percent', label: t('kinds.percent') },
            { id: 'amount', label: t('kinds.amount') },
          ]}
          {...bound('kind')}
        />
        <DecimalField
          label={t('value')}
          suffix={values.kind === 'percent' ? '%' : currency}
          isRequired
          {...bound('value', values.kind)}
        />
      </div>
      <Select
        label={t('covers')}
        isRequired
        description={t('coversNote')}
        options={[
          { id: ALL, label: t('everything') },
          ...parties.map(({ id, name }) => ({ id, label: name })),
        ]}
        {...bound('supplier', 'supplierId')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField label={t('validFrom')} isRequired {...bound('validFrom')} />
        <DateField label={t('validTo')} description={t('validToNote')} {...bound('validTo')} />
      </div>
      <RadioList
        label={t('borneBy')}
        isRequired
        description={t('borneByNote')}
        options={(['shared', 'operator', 'agreed'] as const).map((id) => ({
          ...{ id, label: t(`by.${id}`), description: t(`by.${id}Note`) },
        }))}
        {...bound('borneBy')}
      />
      {values.borneBy === 'agreed' ? (
        <BearerRows bearers={bearers} parties={parties} onChange={setBearers} field={field} />
      ) : null}
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('create')}
        </Button>
        <LinkButton href={home} variant="quiet">
          {t('cancel')}
        </LinkButton>
      </FormActions>
    </Form>
  );
}
