'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { DraftPrice, NumberField } from '@/components/calculator/draft';
import { DecimalField } from '@/components/ui/decimal-field';

export type NumberBoxProps = {
  name: NumberField;
  price: DraftPrice;
  path: string;
  messageAt: (path: string) => string | undefined;
  currency: string;
  onChange: (name: NumberField, value: string) => void;
};

/** One number of a price, with its unit behind it and the domain's complaint under it. */
export function NumberBox({ name, price, path, messageAt, currency, onChange }: NumberBoxProps): ReactNode {
  const t = useTranslations('calculator');
  const suffix = AMOUNTS.has(name) ? currency : name === 'discountPercent' ? '%' : undefined;
  return (
    <DecimalField
      label={t(`field.${name}`)}
      value={price.numbers[name] ?? ''}
      onChange={(value) => onChange(name, value)}
      isRequired={REQUIRED.has(name)}
      errorMessage={messageAt(`${path}.${name}`)}
      {...(suffix === undefined ? {} : { suffix })}
      {...(name === 'rate' ? { description: t('field.rateHint') } : {})}
    />
  );
}

const REQUIRED: ReadonlySet<NumberField> = new Set<NumberField>(['amount', 'unitPrice', 'size', 'rate']);

const AMOUNTS: ReadonlySet<NumberField> = new Set<NumberField>([
  'amount',
  'unitPrice',
  'fixedFee',
  'freeAmount',
  'minPerEvent',
  'maxPerEvent',
  'discountAmount',
  'minimumSpend',
  'maximumSpend',
  'prepaidCredits',
]);
