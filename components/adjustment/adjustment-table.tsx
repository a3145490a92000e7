'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { type AdjustmentListView, adjustmentColumns } from '@/components/adjustment/adjustment-columns';
import type { Withdraw } from '@/components/adjustment/withdraw-button';
import type { FilterSpec } from '@/components/data-table/column-spec';
import { DataGrid } from '@/components/data-table/data-grid';

export type AdjustmentTableProps = {
  rows: readonly AdjustmentListView[];
  nextCursor: string | null;
  timeZone: string;
  /** Null: the reader may only look. */
  withdraw: Withdraw | null;
} & (
  | { /** Of one account, beside other lists on its page. */ prefix: string; choices?: undefined }
  | { /** Of all accounts: those and the currencies to filter by. */ choices: Choices; prefix?: undefined }
);

type Choices = { accounts: readonly { number: string; name: string }[]; currencies: readonly string[] };

/** Extra charges and credits, with what became of each: of one account, or of all. */
export function AdjustmentTable(props: AdjustmentTableProps): ReactNode {
  const { rows, nextCursor, timeZone, prefix, withdraw, choices } = props;
  const t = useTranslations('adjustment');
  const ofAll = choices !== undefined;
  const columns = useMemo(
    () => adjustmentColumns(t, rows, { timeZone, withdraw, ofAll }),
    [t, rows, timeZone, withdraw, ofAll],
  );
  return (
    <DataGrid
      label={t('title')}
      {...(prefix !== undefined && { prefix })}
      searchable={ofAll}
      defaultSort="-created"
      nextCursor={nextCursor}
      filters={filtersOf(t, choices)}
      columns={columns}
      rows={rows}
      empty={{ title: t('empty'), description: t(ofAll ? 'emptyOfAll' : 'emptyDescription') }}
    />
  );
}

function filtersOf(
  t: ReturnType<typeof useTranslations<'adjustment'>>,
  choices: Choices | undefined,
): FilterSpec[] {
  const options = (group: string, ids: readonly string[]) =>
    ids.map((id) => ({ id, label: t(`${group}.${id}`) }));
  const state = {
    ...{ id: 'state', label: t('table.state') },
    options: options('short', ['pending', 'billed', 'withdrawn']),
  };
  if (choices === undefined) return [state];
  return [
    state,
    { id: 'kind', label: t('table.kind'), options: options('side', ['charge', 'credit']) },
    {
      ...{ id: 'account', label: t('table.account') },
      options: choices.accounts.map(({ number, name }) => ({ id: number, label: `${number} · ${name}` })),
    },
    {
      ...{ id: 'currency', label: t('table.currency') },
      options: choices.currencies.map((id) => ({ id, label: id })),
    },
  ];
}
