'use client';

import { Columns3, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { FilterSpec } from '@/components/data-table/column-spec';
import type { useListState } from '@/components/data-table/use-list-state';
import { Button } from '@/components/ui/button';
import { ChoiceButton } from '@/components/ui/choice-button';
import { SearchField } from '@/components/ui/search-field';

export type TableToolbarProps = {
  label: string;
  list: ReturnType<typeof useListState>;
  searchable: boolean;
  filters: readonly FilterSpec[];
  hideable: readonly { id: string; label: string }[];
  children?: ReactNode;
};

export function TableToolbar({
  label,
  list,
  searchable,
  filters,
  hideable,
  children,
}: TableToolbarProps): ReactNode {
  const t = useTranslations('table');
  const shown = hideable.filter(({ id }) => !list.hidden.includes(id)).map(({ id }) => id);
  return (
    <search
      className="flex flex-wrap items-center gap-2 pb-3 print:hidden"
      aria-label={t('narrow', { label })}
    >
      {searchable ? (
        <SearchField
          label={t('search', { label })}
          placeholder={t('searchShort')}
          value={list.q}
          onChange={list.setQ}
          className="w-full sm:w-64"
        />
      ) : null}
      {filters.map((filter) => (
        <ChoiceButton
          key={filter.id}
          label={filter.label}
          options={filter.options}
          multiple={filter.multiple ?? true}
          chosen={list.filters[filter.id] ?? []}
          onChange={(chosen) => list.setFilter(filter.id, chosen)}
          summary={summaryOf(filter, list.filters[filter.id] ?? [])}
        />
      ))}
      {list.isNarrowed ? (
        <Button variant="quiet" icon={<X size={14} aria-hidden />} onPress={list.clear}>
          {t('clear')}
        </Button>
      ) : null}
      <div className="ms-auto flex flex-wrap items-center gap-2">
        {children}
        {hideable.length > 0 ? (
          <ChoiceButton
            label={t('columns')}
            icon={<Columns3 size={16} aria-hidden />}
            options={hideable}
            chosen={shown}
            onChange={(chosen) =>
              list.setHidden(hideable.map(({ id }) => id).filter((id) => !chosen.includes(id)))
            }
          />
        ) : null}
      </div>
    </search>
  );
}

function summaryOf(filter: FilterSpec, chosen: readonly string[]): string {
  return filter.options
    .filter(({ id }) => chosen.includes(id))
    .map((option) => option.label)
    .join(', ');
}
