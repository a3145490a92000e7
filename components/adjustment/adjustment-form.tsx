'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '@/components/payment/new-key';
import type { Act } from '@/components/payment/payment-actions';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { formatMoney } from '@/lib/format/money';

export type AdjustmentValues = {
  billingAccount: string;
  description: string;
  amount: string;
  reason: string;
  taxClass?: string;
  firstDay: string;
  lastDay: string;
  owner: 'operator' | 'partner';
  product?: string;
  line?: string;
  key: string;
};

export type AdjustmentFormProps = {
  account: { number: string; currency: string };
  today: string;
  products: readonly { id: string; name: string; reference: string; partner: string | null }[];
  taxClasses: readonly string[];
  /** The line of an issued bill that it is about; then nothing else is asked for. `lastDay` is in it. */
  line?: {
    id: string;
    description: string;
    bill: string;
    isPartners: boolean;
    firstDay: string;
    lastDay: string;
  };
  add: Act<AdjustmentValues, { amount: string; currency: string }>;
};

const FIELDS = ['description', 'amount', 'reason', 'taxClass', 'period', 'owner', 'product'];
const NONE = 'none';

/** An extra charge or credit for an account's next bill. What the server refuses stands at the field it is about. */
export function AdjustmentForm(props: AdjustmentFormProps & { onDone: () => void }): ReactNode {
  const { account, today, products, taxClasses, line, add, onDone } = props;
  const t = useTranslations('adjustment');
  const locale = useLocale();
  const [key] = useState(newKey);
  const [side, setSide] = useState('charge');
  const [product, setProduct] = useState(NONE);
  const [owner, setOwner] = useState<AdjustmentValues['owner']>(line?.isPartners ? 'partner' : 'operator');
  const [firstDay, setFirstDay] = useState<string | null>(line?.firstDay ?? today);
  const [lastDay, setLastDay] = useState<string | null>(line?.lastDay ?? today);
  const [taxClass, setTaxClass] = useState(NONE);
  const { send, isPending, message, field } = useAct(add, FIELDS, ({ amount, currency }) =>
    t('done', { amount: formatMoney(amount, currency, locale) }),
  );
  const canBePartners = line ? line.isPartners : products.find(({ id }) => id === product)?.partner != null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const amount = text('amount');
    const values: AdjustmentValues = {
      ...{ billingAccount: account.number, description: text('description'), reason: text('reason'), key },
      amount: side === 'credit' && amount !== '' ? `-${amount}` : amount,
      ...{ firstDay: firstDay ?? '', lastDay: lastDay ?? '', owner: canBePartners ? owner : 'operator' },
      ...(taxClass !== NONE && { taxClass }),
      ...(line ? { line: line.id } : product !== NONE && { product }),
    };
    void send(values, onDone);
  }

  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{message}</FormError>
      {line ? <p>{t('about', { line: line.description, bill: line.bill })}</p> : null}
      <TextField
        name="description"
        label={t('text')}
        description={t('textHint')}
        defaultValue=""
        maxLength={200}
        isRequired
        {...field('description')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <RadioList
          label={t('side.label')}
          isRequired
          options={['charge', 'credit'].map((id) => ({ id, label: t(`side.${id}`) }))}
          value={side}
          onChange={setSide}
        />
        <DecimalField
          name="amount"
          label={t('amount')}
          suffix={account.currency}
          defaultValue=""
          isRequired
          {...field('amount')}
        />
        <DateField
          label={t('firstDay')}
          value={firstDay}
          onChange={setFirstDay}
          isRequired
          {...field('period')}
        />
        <DateField label={t('lastDay')} value={lastDay} onChange={setLastDay} isRequired />
        {line ? null : (
          <Select
            label={t('product')}
            options={[
              { id: NONE, label: t('noProduct') },
              ...products.map(({ id, name, reference, partner }) => ({
                ...{ id, label: `${name} · ${reference}` },
                ...(partner !== null && { description: partner }),
              })),
            ]}
            value={product}
            onChange={(id) => {
              setProduct(id);
              setOwner(products.find((each) => each.id === id)?.partner ? 'partner' : 'operator');
            }}
            {...field('product')}
          />
        )}
        <Select
          label={t('taxClass')}
          options={[{ id: NONE, label: t('asUsual') }, ...taxClasses.map((id) => ({ id, label: id }))]}
          value={taxClass}
          onChange={setTaxClass}
          {...field('taxClass')}
        />
      </div>
      {canBePartners ? (
        <RadioList
          label={t('owner.label')}
          isRequired
          options={(['partner', 'operator'] as const).map((id) => ({
            ...{ id, label: t(`owner.${id}`), description: t(`owner.${id}Hint`) },
          }))}
          value={owner}
          onChange={(id) => setOwner(id === 'partner' ? 'partner' : 'operator')}
          {...field('owner')}
        />
      ) : null}
      <TextField
        name="reason"
        label={t('reason')}
        description={t('reasonHint')}
        defaultValue=""
        multiline
        rows={2}
        maxLength={500}
        isRequired
        {...field('reason')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
