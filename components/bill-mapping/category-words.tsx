'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillDraft } from '@/components/bill-mapping/bill-draft';
import { Select } from '@/components/ui/select';
import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';

export const CATEGORIES = ['usage', 'purchase', 'credit', 'adjustment', 'tax'] as const;

const WORDS_MAX = 12;

/** Each text of the column in our words, and what every other text is. */
export function CategoryWords({
  draft,
  onChange,
  columns,
}: {
  draft: BillDraft;
  onChange(draft: BillDraft): void;
  columns: readonly { name: string; values: readonly string[] }[];
}): ReactNode {
  const t = useTranslations('billMapping.fields');
  const { chargeCategory, categoryValues } = draft;
  const options = CATEGORIES.map((id) => ({ id, label: t(`category_${id}`) }));
  if (chargeCategory.kind === 'none') return null;
  if (chargeCategory.kind === 'constant') {
    return <p className="text-sm text-ink-muted">{t('categoryConstant')}</p>;
  }
  const column = columns.find(({ name }) => name === chargeCategory.fields[0]);
  const seen = (column?.values ?? []).filter((value) => value !== '' && !isKnown(value));
  const words = [...new Set([...seen, ...Object.keys(categoryValues)])].slice(0, WORDS_MAX);
  const say = (word: string, category: ChargeCategory | null) => {
    const { [word]: _, ...others } = categoryValues;
    onChange({ ...draft, categoryValues: category ? { ...others, [word]: category } : others });
  };
  return (
    <div className="flex flex-col gap-2">
      {words.map((word) => (
        <Select
          key={word}
          label={t('categoryOf', { word })}
          placeholder={t('choose')}
          options={options}
          value={categoryValues[word] ?? null}
          onChange={(id) => say(word, id as ChargeCategory)}
        />
      ))}
      <Select
        label={t('categoryOtherwise')}
        options={[{ id: 'refuse', label: t('categoryRefuse') }, ...options]}
        value={draft.categoryOtherwise || 'refuse'}
        onChange={(id) =>
          onChange({ ...draft, categoryOtherwise: id === 'refuse' ? '' : (id as ChargeCategory) })
        }
      />
    </div>
  );
}

const isKnown = (value: string): boolean => CATEGORIES.some((category) => category === value.toLowerCase());
