'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillDraft } from '@/components/bill-mapping/bill-draft';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

const AUTO = 'auto';
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;

/** What is found out from the file unless somebody says it. */
export function FileFields({
  csv,
  onChange,
}: {
  csv: BillDraft['csv'];
  onChange(csv: BillDraft['csv']): void;
}): ReactNode {
  const t = useTranslations('billMapping.fields');
  const { delimiter, encoding, header, skipLines, ...rest } = csv;
  const given = { delimiter, encoding, header, skipLines };
  const set = (changes: Partial<BillDraft['csv']>) => {
    const said = Object.entries({ ...given, ...changes }).filter(([, value]) => value !== undefined);
    onChange({ ...rest, ...Object.fromEntries(said) });
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <Select
        isRequired
        label={t('delimiter')}
        options={[
          { id: AUTO, label: t('auto') },
          ...Object.entries(DELIMITERS).map(([name, id]) => ({ id, label: t(`delimiter_${name}`) })),
        ]}
        value={delimiter ?? AUTO}
        onChange={(id) => set({ delimiter: (id === AUTO ? undefined : id) as ',' })}
      />
      <Select
        isRequired
        label={t('encoding')}
        options={[
          { id: AUTO, label: t('auto') },
          ...ENCODINGS.map((id) => ({ id, label: t(`encoding_${id}`) })),
        ]}
        value={encoding ?? AUTO}
        onChange={(id) => set({ encoding: (id === AUTO ? undefined : id) as 'utf-8' })}
      />
      <TextField
        isRequired
        label={t('skipLines')}
        inputMode="numeric"
        value={String(skipLines ?? 0)}
        onChange={(text) => {
          const count = Math.min(100, Number(text.replace(/\D/g, '')));
          set({ skipLines: count === 0 ? (undefined as never) : count });
        }}
      />
      <Checkbox
        isSelected={header ?? true}
        onChange={(isThere) => set({ header: isThere ? (undefined as never) : false })}
        description={t('headerNote')}
      >
        {t('header')}
      </Checkbox>
    </div>
  );
}
