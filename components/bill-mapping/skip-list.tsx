'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { SkipDraft } from '@/components/bill-mapping/bill-draft';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

/** Which rows are no charges. */
export function SkipList({
  items,
  onChange,
  names,
}: {
  items: readonly SkipDraft[];
  onChange(items: SkipDraft[]): void;
  names: readonly string[];
}): ReactNode {
  const t = useTranslations('billMapping.fields');
  return (
    <div className="flex flex-col gap-3">
      {items.map((item, index) => {
        const set = (changes: Partial<SkipDraft>) =>
          onChange(items.map((one, at) => (at === index ? { ...one, ...changes } : one)));
        return (
          <div key={index} className="flex items-end gap-2 border-b border-line pb-3">
            <div className="grid flex-1 gap-2 sm:grid-cols-3">
              <Select
                isRequired
                label={t('skipField')}
                options={[...new Set([...names, item.field])]
                  .filter(Boolean)
                  .map((id) => ({ id, label: id }))}
                value={item.field || null}
                onChange={(field) => set({ field })}
              />
              <Select
                isRequired
                label={t('skipKind')}
                options={(['empty', 'is', 'startsWith'] as const).map((id) => ({
                  id,
                  label: t(`skip_${id}`),
                }))}
                value={item.kind}
                onChange={(kind) => set({ kind: kind as 'is' })}
              />
              {item.kind === 'empty' ? null : (
                <TextField
                  isRequired
                  label={t('skipValues')}
                  value={item.values}
                  onChange={(values) => set({ values })}
                />
              )}
            </div>
            <IconButton
              label={t('skipRemove', { name: item.field })}
              icon={<X size={16} aria-hidden />}
              onPress={() => onChange(items.filter((_, at) => at !== index))}
            />
          </div>
        );
      })}
      <div>
        <Button
          size="sm"
          icon={<Plus size={16} aria-hidden />}
          onPress={() => onChange([...items, { field: names[0] ?? '', kind: 'empty', values: '' }])}
        >
          {t('skipAdd')}
        </Button>
      </div>
    </div>
  );
}
