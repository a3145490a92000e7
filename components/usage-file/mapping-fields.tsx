'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Disclosure } from '@/components/ui/disclosure';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { MappingDraft } from '@/components/usage-file/mapping-draft';
import { AttributeList, FilterList, LookupList } from '@/components/usage-file/mapping-lists';
import { TimeFields } from '@/components/usage-file/time-fields';
import { ValueField } from '@/components/usage-file/value-field';

type FieldsProps = {
  draft: MappingDraft;
  onChange(draft: MappingDraft): void;
  columns: readonly string[];
  isCsv: boolean;
};

/** Every part of a mapping; what few senders need is folded away until it is used. */
export function MappingFields({ draft, onChange, columns, isCsv }: FieldsProps): ReactNode {
  const t = useTranslations('usageFile.editor');
  const set = (changes: Partial<MappingDraft>) => onChange({ ...draft, ...changes });
  const lookups = draft.lookups.map(({ name }) => name).filter(Boolean);
  const value = (part: 'source' | 'subject' | 'meter') => ({
    label: t(part),
    note: t(`${part}Note`),
    value: draft[part],
    onChange: (next: MappingDraft['source']) => set({ [part]: next }),
    columns,
    lookups,
  });
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        <ValueField {...value('subject')} />
        <QuantityFields draft={draft} onChange={onChange} columns={columns} lookups={lookups} />
        <ValueField {...value('meter')} />
        <ValueField {...value('source')} />
        <IdFields draft={draft} onChange={onChange} columns={columns} />
      </div>
      <TimeFields time={draft.time} onChange={(time) => set({ time })} columns={columns} />
      <Disclosure
        title={t('attributesTitle')}
        aside={String(draft.attributes.length)}
        defaultExpanded={draft.attributes.length > 0}
      >
        <p className="pb-3 text-sm text-ink-muted">{t('attributesNote')}</p>
        <AttributeList
          items={draft.attributes}
          onChange={(attributes) => set({ attributes })}
          columns={columns}
          lookups={lookups}
        />
      </Disclosure>
      <Disclosure title={t('filtersTitle')} aside={String(draft.filters.length)}>
        <p className="pb-3 text-sm text-ink-muted">{t('filtersNote')}</p>
        <FilterList items={draft.filters} onChange={(filters) => set({ filters })} columns={columns} />
      </Disclosure>
      <Disclosure title={t('lookupsTitle')} aside={String(draft.lookups.length)}>
        <p className="pb-3 text-sm text-ink-muted">{t('lookupsNote')}</p>
        <LookupList items={draft.lookups} onChange={(next) => set({ lookups: next })} />
      </Disclosure>
      {isCsv ? (
        <Disclosure title={t('fileTitle')}>
          <FileFields draft={draft} onChange={onChange} />
        </Disclosure>
      ) : null}
    </div>
  );
}

type PartProps = Pick<FieldsProps, 'draft' | 'onChange'>;

function IdFields({ draft, onChange, columns }: PartProps & { columns: readonly string[] }): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <div className="flex flex-col gap-2">
      {draft.idIsRow ? null : (
        <ValueField
          label={t('id')}
          note={t('idNote')}
          value={draft.id}
          onChange={(id) => onChange({ ...draft, id })}
          columns={columns}
          allowsConstant={false}
        />
      )}
      <Checkbox
        isSelected={draft.idIsRow}
        onChange={(idIsRow) => onChange({ ...draft, idIsRow })}
        description={t('rowHashNote')}
      >
        {t('rowHash')}
      </Checkbox>
    </div>
  );
}

function QuantityFields({
  draft,
  onChange,
  columns,
  lookups,
}: PartProps & { columns: readonly string[]; lookups: readonly string[] }): ReactNode {
  const t = useTranslations('usageFile.editor');
  const set = (changes: Partial<MappingDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="flex flex-col gap-2">
      <ValueField
        label={t('quantity')}
        value={draft.quantity}
        onChange={(quantity) => set({ quantity })}
        columns={columns}
        lookups={lookups}
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
          onChange={(decimalSeparator) => set({ decimalSeparator })}
        />
        <Select
          isRequired
          label={t('thousands')}
          options={[
            { id: 'none', label: t('thousands_none') },
            { id: '.', label: t('thousands_point') },
            { id: ',', label: t('thousands_comma') },
            { id: ' ', label: t('thousands_space') },
          ].filter(({ id }) => id !== draft.decimalSeparator)}
          value={draft.thousandsSeparator || 'none'}
          onChange={(id) => set({ thousandsSeparator: id === 'none' ? '' : id })}
        />
        <TextField
          label={t('multiplyBy')}
          inputMode="decimal"
          value={draft.multiplyBy}
          onChange={(multiplyBy) => set({ multiplyBy })}
        />
        <TextField
          label={t('divideBy')}
          inputMode="decimal"
          value={draft.divideBy}
          onChange={(divideBy) => set({ divideBy })}
        />
      </div>
      <p className="text-sm text-ink-muted">{t('divideByNote')}</p>
      {draft.divideBy ? (
        <Checkbox isSelected={draft.roundsInexact} onChange={(roundsInexact) => set({ roundsInexact })}>
          {t('roundInexact')}
        </Checkbox>
      ) : null}
    </div>
  );
}

function FileFields({ draft, onChange }: PartProps): ReactNode {
  const t = useTranslations('usageFile.editor');
  const set = (changes: Partial<MappingDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Select
        isRequired
        label={t('delimiter')}
        options={[
          { id: 'auto', label: t('delimiter_auto') },
          { id: ',', label: t('delimiter_comma') },
          { id: ';', label: t('delimiter_semicolon') },
          { id: '\t', label: t('delimiter_tab') },
          { id: '|', label: t('delimiter_pipe') },
        ]}
        value={draft.delimiter || 'auto'}
        onChange={(id) => set({ delimiter: id === 'auto' ? '' : id })}
      />
      <TextField
        isRequired
        label={t('skipLines')}
        inputMode="numeric"
        value={String(draft.skipLines)}
        onChange={(text) => set({ skipLines: Math.min(100, Number(text.replace(/\D/g, ''))) })}
      />
      <Checkbox isSelected={draft.header} onChange={(header) => set({ header })}>
        {t('header')}
      </Checkbox>
    </div>
  );
}
