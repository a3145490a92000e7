'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { DateField } from '@/components/ui/date-field';
import { RadioList } from '@/components/ui/radio-list';
import { Select } from '@/components/ui/select';

/** What an adjustment is about: which days, which product or line of a bill, whose it is, and how it is taxed. */
export type SubjectValues = {
  firstDay: string;
  lastDay: string;
  owner: 'operator' | 'partner';
  taxClass?: string;
  product?: string;
  line?: string;
};

export type SubjectChoices = {
  today: string;
  products: readonly { id: string; name: string; reference: string; partner: string | null }[];
  taxClasses: readonly string[];
  /** The line of an issued bill that it is about; then no product is asked for. `lastDay` is in it. */
  line?: {
    id: string;
    description: string;
    bill: string;
    isPartners: boolean;
    firstDay: string;
    lastDay: string;
  };
};

const NONE = 'none';

/** What is chosen so far; a product of a partner makes the adjustment the partner's until somebody says otherwise. */
export function useSubject({ today, products, line }: SubjectChoices) {
  const [product, setProduct] = useState(NONE);
  const [owner, setOwner] = useState<SubjectValues['owner']>(line?.isPartners ? 'partner' : 'operator');
  const [firstDay, setFirstDay] = useState<string | null>(line?.firstDay ?? today);
  const [lastDay, setLastDay] = useState<string | null>(line?.lastDay ?? today);
  const [taxClass, setTaxClass] = useState(NONE);
  const isPartners = (id: string) => products.find((each) => each.id === id)?.partner != null;
  const canBePartners = line ? line.isPartners : isPartners(product);
  const values: SubjectValues = {
    ...{ firstDay: firstDay ?? '', lastDay: lastDay ?? '', owner: canBePartners ? owner : 'operator' },
    ...(taxClass !== NONE && { taxClass }),
    ...(line ? { line: line.id } : product !== NONE && { product }),
  };
  function chooseProduct(id: string) {
    setProduct(id);
    setOwner(isPartners(id) ? 'partner' : 'operator');
  }
  return {
    ...{ values, product, chooseProduct, owner, setOwner, canBePartners },
    ...{ firstDay, setFirstDay, lastDay, setLastDay, taxClass, setTaxClass },
  };
}

type SubjectProps = {
  subject: ReturnType<typeof useSubject>;
  /** What the server refused of a field. */
  field: (name: string) => { errorMessage?: string };
};

export function SubjectFields({
  subject,
  field,
  products,
  taxClasses,
  line,
}: SubjectProps & SubjectChoices): ReactNode {
  const t = useTranslations('adjustment');
  const { firstDay, setFirstDay, lastDay, setLastDay, product, chooseProduct, taxClass, setTaxClass } =
    subject;
  return (
    <>
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
          onChange={chooseProduct}
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
    </>
  );
}

/** Whose it is; asked only where a partner stands behind what it is about. */
export function OwnerField({ subject, field }: SubjectProps): ReactNode {
  const t = useTranslations('adjustment');
  if (!subject.canBePartners) return null;
  return (
    <RadioList
      label={t('owner.label')}
      isRequired
      options={(['partner', 'operator'] as const).map((id) => ({
        ...{ id, label: t(`owner.${id}`), description: t(`owner.${id}Hint`) },
      }))}
      value={subject.owner}
      onChange={(id) => subject.setOwner(id === 'partner' ? 'partner' : 'operator')}
      {...field('owner')}
    />
  );
}
