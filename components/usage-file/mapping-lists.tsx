'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { emptyValue, type MappingDraft } from '@/components/usage-file/mapping-draft';
import { ValueField } from '@/components/usage-file/value-field';

type ListProps<Item> = { items: readonly Item[]; onChange(items: Item[]): void; columns: readonly string[] };

/** Attributes by name, each with the column it comes from. */
export function AttributeList({
  items,
  onChange,
  columns,
  lookups,
}: ListProps<MappingDraft['attributes'][number]> & { lookups: readonly string[] }): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <ItemList
      items={items}
      onChange={onChange}
      addLabel={t('addAttribute')}
      fresh={() => ({ name: '', ...emptyValue() })}
      nameOf={({ name }) => name || t('attributeName')}
      render={(item, set) => (
        <div className="grid flex-1 gap-2 sm:grid-cols-2">
          <TextField
            isRequired
            label={t('attributeName')}
            value={item.name}
            onChange={(name) => set({ ...item, name })}
          />
          <ValueField
            label={t('column')}
            value={item}
            onChange={(value) => set({ ...item, ...value })}
            columns={columns}
            lookups={lookups}
          />
        </div>
      )}
    />
  );
}

/** Which rows are read at all. */
export function FilterList({
  items,
  onChange,
  columns,
}: ListProps<MappingDraft['filters'][number]>): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <ItemList
      items={items}
      onChange={onChange}
      addLabel={t('addFilter')}
      fresh={() => ({ field: columns[0] ?? '', kind: 'is' as const, values: '' })}
      nameOf={({ field }) => field}
      render={(item, set) => (
        <div className="grid flex-1 gap-2 sm:grid-cols-3">
          <Select
            isRequired
            label={t('filterColumn')}
            options={[...new Set([...columns, item.field])]
              .filter(Boolean)
              .map((name) => ({ id: name, label: name }))}
            value={item.field || null}
            onChange={(field) => set({ ...item, field })}
          />
          <Select
            isRequired
            label={t('filterKind')}
            options={(['is', 'isNot'] as const).map((id) => ({ id, label: t(`filter_${id}`) }))}
            value={item.kind}
            onChange={(kind) => set({ ...item, kind: kind as 'is' })}
          />
          <TextField
            isRequired
            label={t('filterValues')}
            value={item.values}
            onChange={(values) => set({ ...item, values })}
          />
        </div>
      )}
    />
  );
}

/** Tables that values are looked up in. */
export function LookupList({
  items,
  onChange,
}: Omit<ListProps<MappingDraft['lookups'][number]>, 'columns'>): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <ItemList
      items={items}
      onChange={onChange}
      addLabel={t('addLookup')}
      fresh={() => ({ name: '', kind: 'table' as const, entries: '', otherwise: '' })}
      nameOf={({ name }) => name || t('lookupName')}
      render={(item, set) => (
        <div className="grid flex-1 gap-2 sm:grid-cols-2">
          <TextField
            isRequired
            label={t('lookupName')}
            value={item.name}
            onChange={(name) => set({ ...item, name })}
          />
          <Select
            isRequired
            label={t('lookupKind')}
            options={(['table', 'prefix'] as const).map((id) => ({ id, label: t(`lookup_${id}`) }))}
            value={item.kind}
            onChange={(kind) => set({ ...item, kind: kind as 'table' })}
          />
          <TextField
            isRequired
            label={t('lookupEntries')}
            multiline
            rows={4}
            monospace
            value={item.entries}
            onChange={(entries) => set({ ...item, entries })}
          />
          <TextField
            label={t('lookupOtherwise')}
            description={t('lookupOtherwiseNote')}
            value={item.otherwise}
            onChange={(otherwise) => set({ ...item, otherwise })}
          />
        </div>
      )}
    />
  );
}

function ItemList<Item>({
  items,
  onChange,
  addLabel,
  fresh,
  nameOf,
  render,
}: {
  items: readonly Item[];
  onChange(items: Item[]): void;
  addLabel: string;
  fresh(): Item;
  nameOf(item: Item): string;
  render(item: Item, set: (item: Item) => void): ReactNode;
}): ReactNode {
  const t = useTranslations('usageFile.editor');
  return (
    <div className="flex flex-col gap-3">
      {items.map((item, index) => (
        <div key={index} className="flex items-start gap-2 border-b border-line pb-3">
          {render(item, (next) => onChange(items.map((one, at) => (at === index ? next : one))))}
          <IconButton
            label={t('remove', { name: nameOf(item) })}
            icon={<X size={16} aria-hidden />}
            onPress={() => onChange(items.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button size="sm" icon={<Plus size={16} aria-hidden />} onPress={() => onChange([...items, fresh()])}>
          {addLabel}
        </Button>
      </div>
    </div>
  );
}
