'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import type { ValueDraft } from '@/components/usage-file/mapping-draft';

export type ValueFieldProps = {
  label: string;
  note?: string;
  value: ValueDraft;
  onChange(value: ValueDraft): void;
  columns: readonly string[];
  /** Names of lookups; none: the value is taken as it is. */
  lookups?: readonly string[];
  /** Without it only columns may be chosen. */
  allowsConstant?: boolean;
  isRequired?: boolean;
  errorMessage?: string | undefined;
};

const CONSTANT = '\u0000constant';

/** Where one part of the event comes from: a column, several joined, or always the same; perhaps looked up. */
export function ValueField({
  label,
  note,
  value,
  onChange,
  columns,
  lookups = [],
  allowsConstant = true,
  isRequired = true,
  errorMessage,
}: ValueFieldProps): ReactNode {
  const t = useTranslations('usageFile.editor');
  const isConstant = value.kind === 'constant';
  const names = [...new Set([...columns, ...value.fields.filter(Boolean)])];
  const setField = (index: number, name: string) =>
    onChange({
      ...value,
      kind: 'fields',
      fields: value.fields.map((field, at) => (at === index ? name : field)),
    });

  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{label}</legend>
      {(isConstant ? [''] : value.fields).map((field, index) => (
        <div key={index} className="flex items-end gap-1">
          <Select
            className="flex-1"
            label={index === 0 ? label : `${label}: ${t('column')} ${index + 1}`}
            hideLabel={index > 0}
            isRequired={isRequired}
            placeholder={t('chooseColumn')}
            options={[
              ...names.map((name) => ({ id: name, label: name })),
              ...(allowsConstant && index === 0 ? [{ id: CONSTANT, label: t('constantOption') }] : []),
            ]}
            value={isConstant ? CONSTANT : field || null}
            onChange={(id) =>
              id === CONSTANT ? onChange({ ...value, kind: 'constant' }) : setField(index, id)
            }
            {...(index === 0 && errorMessage !== undefined && { errorMessage })}
          />
          {index > 0 ? (
            <IconButton
              label={t('remove', { name: field || t('column') })}
              icon={<X size={16} aria-hidden />}
              onPress={() => onChange({ ...value, fields: value.fields.filter((_, at) => at !== index) })}
            />
          ) : null}
          {!isConstant && index === value.fields.length - 1 && value.fields[0] ? (
            <IconButton
              label={t('anotherColumn')}
              icon={<Plus size={16} aria-hidden />}
              onPress={() => onChange({ ...value, fields: [...value.fields, ''] })}
            />
          ) : null}
        </div>
      ))}
      {isConstant ? (
        <TextField
          label={`${label}: ${t('constant')}`}
          hideLabel
          value={value.constant}
          onChange={(constant) => onChange({ ...value, constant })}
        />
      ) : null}
      {!isConstant && value.fields.length > 1 ? (
        <TextField
          label={`${label}: ${t('separator')}`}
          value={value.separator}
          maxLength={10}
          onChange={(separator) => onChange({ ...value, separator })}
        />
      ) : null}
      {lookups.length > 0 ? (
        <Select
          label={`${label}: ${t('lookup')}`}
          options={[
            { id: NONE, label: t('noLookup') },
            ...lookups.map((name) => ({ id: name, label: name })),
          ]}
          value={value.lookup || NONE}
          onChange={(id) => onChange({ ...value, lookup: id === NONE ? '' : id })}
        />
      ) : null}
      {note ? <p className="text-sm text-ink-muted">{note}</p> : null}
    </fieldset>
  );
}

const NONE = '\u0000none';
