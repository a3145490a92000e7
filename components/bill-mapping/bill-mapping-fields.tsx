'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillDraft, TextPart } from '@/components/bill-mapping/bill-draft';
import { CategoryWords } from '@/components/bill-mapping/category-words';
import { FileFields } from '@/components/bill-mapping/file-fields';
import { PeriodFields } from '@/components/bill-mapping/period-fields';
import { SkipList } from '@/components/bill-mapping/skip-list';
import { SourceField } from '@/components/bill-mapping/source-field';
import { Disclosure } from '@/components/ui/disclosure';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

export type BillFieldsProps = {
  draft: BillDraft;
  onChange(draft: BillDraft): void;
  /** The file's columns with some values of each. */
  columns: readonly { name: string; values: readonly string[] }[];
};

/** What each column of a partner's file means; what few files need is folded away. */
export function BillMappingFields({ draft, onChange, columns }: BillFieldsProps): ReactNode {
  const t = useTranslations('billMapping.fields');
  const set = (changes: Partial<BillDraft>) => onChange({ ...draft, ...changes });
  const names = columns.map(({ name }) => name);
  const text = (part: TextPart) => ({
    label: t(part),
    value: draft.texts[part],
    onChange: (value: BillDraft['amount']) => set({ texts: { ...draft.texts, [part]: value } }),
    columns: names,
  });
  const rare = (['payer', 'accountName', 'category', 'unit', 'taxCode'] as const).filter(
    (part) => draft.texts[part].kind !== 'none',
  ).length;
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        <SourceField {...text('account')} note={t('accountNote')} allowsConstant={false} />
        <SourceField {...text('service')} isRequired />
        <SourceField {...text('description')} />
        <AmountFields draft={draft} onChange={onChange} names={names} />
        <SourceField {...text('currency')} isRequired />
        <div className="flex flex-col gap-2">
          <SourceField
            label={t('chargeCategory')}
            note={t('chargeCategoryNote')}
            value={draft.chargeCategory}
            onChange={(chargeCategory) => set({ chargeCategory })}
            columns={names}
          />
          <CategoryWords draft={draft} onChange={onChange} columns={columns} />
        </div>
      </div>
      <PeriodFields draft={draft} onChange={onChange} names={names} />
      <Disclosure title={t('moreTitle')} aside={String(rare + Number(draft.lineId.kind !== 'none'))}>
        <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
          <SourceField
            label={t('lineId')}
            note={t('lineIdNote')}
            value={draft.lineId}
            onChange={(lineId) => set({ lineId })}
            columns={names}
            allowsConstant={false}
          />
          <SourceField {...text('payer')} note={t('payerNote')} allowsConstant={false} />
          <SourceField {...text('accountName')} />
          <SourceField
            label={t('quantity')}
            value={draft.quantity}
            onChange={(quantity) => set({ quantity })}
            columns={names}
            allowsConstant={false}
          />
          <SourceField {...text('unit')} />
          <SourceField {...text('category')} />
          <SourceField {...text('taxCode')} note={t('taxCodeNote')} />
        </div>
      </Disclosure>
      <Disclosure
        title={t('skipTitle')}
        aside={String(draft.skips.length)}
        defaultExpanded={draft.skips.length > 0}
      >
        <p className="pb-3 text-sm text-ink-muted">{t('skipNote')}</p>
        <SkipList items={draft.skips} onChange={(skips) => set({ skips })} names={names} />
      </Disclosure>
      <Disclosure title={t('fileTitle')}>
        <FileFields csv={draft.csv} onChange={(csv) => set({ csv })} />
      </Disclosure>
    </div>
  );
}

function AmountFields({
  draft,
  onChange,
  names,
}: Omit<BillFieldsProps, 'columns'> & { names: readonly string[] }): ReactNode {
  const t = useTranslations('billMapping.fields');
  const set = (changes: Partial<BillDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="flex flex-col gap-2">
      <SourceField
        label={t('amount')}
        note={t('amountNote')}
        value={draft.amount}
        onChange={(amount) => set({ amount })}
        columns={names}
        allowsConstant={false}
        isRequired
      />
      <div className="grid grid-cols-2 gap-2">
        <Select
          isRequired
          label={t('decimal')}
          options={[
            { id: '.', label: t('point') },
            { id: ',', label: t('comma') },
          ]}
          value={draft.decimalSeparator}
          onChange={(id) => {
            const clashes = id === draft.thousandsSeparator;
            set({ decimalSeparator: id as '.', ...(clashes && { thousandsSeparator: '' as const }) });
          }}
        />
        <Select
          isRequired
          label={t('thousands')}
          options={[
            { id: 'none', label: t('thousands_none') },
            { id: '.', label: t('thousands_point') },
            { id: ',', label: t('thousands_comma') },
            { id: ' ', label: t('thousands_space') },
            { id: "'", label: t('thousands_apostrophe') },
          ].filter(({ id }) => id !== draft.decimalSeparator)}
          value={draft.thousandsSeparator || 'none'}
          onChange={(id) => set({ thousandsSeparator: id === 'none' ? '' : (id as '.') })}
        />
        <Select
          isRequired
          label={t('sign')}
          options={(['as_written', 'reversed'] as const).map((id) => ({ id, label: t(`sign_${id}`) }))}
          value={draft.sign}
          onChange={(id) => set({ sign: id as 'reversed' })}
        />
        <TextField
          label={t('divideBy')}
          inputMode="decimal"
          value={draft.divideBy}
          onChange={(divideBy) => set({ divideBy })}
        />
      </div>
      <Select
        label={t('creditField')}
        options={[
          { id: 'none', label: t('creditNone') },
          ...[...new Set([...names, draft.creditField])].filter(Boolean).map((id) => ({ id, label: id })),
        ]}
        value={draft.creditField || 'none'}
        onChange={(id) => set({ creditField: id === 'none' ? '' : id })}
      />
      {draft.creditField ? (
        <TextField
          label={t('creditValues')}
          description={t('listNote')}
          value={draft.creditValues}
          onChange={(creditValues) => set({ creditValues })}
        />
      ) : null}
    </div>
  );
}
