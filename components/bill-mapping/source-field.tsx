'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { SourceDraft } from '@/components/bill-mapping/bill-draft';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

export type SourceFieldProps = {
  label: string;
  note?: string;
  value: SourceDraft;
  onChange(value: SourceDraft): void;
  columns: readonly string[];
  allowsConstant?: boolean;
  isRequired?: boolean;
  errorMessage?: string | undefined;
};

const [NONE, CONSTANT, JOINED] = ['\u0000none', '\u0000constant', '\u0000joined'];

/** Which column a part of a charge is in; or always the same text; or, where it may be missing, nowhere. */
export function SourceField(props: SourceFieldProps): ReactNode {
  const { label, note, value, onChange, columns, allowsConstant = true, isRequired = false } = props;
  const t = useTranslations('billMapping.fields');
  const isJoined = value.fields.length > 1;
  const [field] = value.fields;
  const names = [...new Set([...columns, ...(isJoined || !field ? [] : [field])])];
  const chosen =
    value.kind === 'constant' ? CONSTANT : value.kind === 'none' || !field ? NONE : isJoined ? JOINED : field;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Select
        label={label}
        {...(note !== undefined && { description: note })}
        isRequired={isRequired}
        placeholder={t('choose')}
        options={[
          ...(isRequired ? [] : [{ id: NONE, label: t('nowhere') }]),
          ...(isJoined ? [{ id: JOINED, label: value.fields.join(' + ') }] : []),
          ...names.filter(Boolean).map((name) => ({ id: name, label: name })),
          ...(allowsConstant ? [{ id: CONSTANT, label: t('constant') }] : []),
        ]}
        value={isRequired && chosen === NONE ? null : chosen}
        onChange={(id) => {
          if (id === JOINED) return;
          if (id === NONE) onChange({ ...value, kind: 'none' });
          else if (id === CONSTANT) onChange({ ...value, kind: 'constant' });
          else onChange({ ...value, kind: 'fields', fields: [id] });
        }}
        {...(props.errorMessage !== undefined && { errorMessage: props.errorMessage })}
      />
      {value.kind === 'constant' ? (
        <TextField
          label={`${label}: ${t('text')}`}
          hideLabel
          value={value.constant}
          onChange={(constant) => onChange({ ...value, constant })}
        />
      ) : null}
    </div>
  );
}
