'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { fractionWidthOf } from '@/components/data-table/cell-value';
import { CellView } from '@/components/data-table/cell-view';
import { choiceColumn } from '@/components/data-table/choice-column';
import { DataGrid } from '@/components/data-table/data-grid';
import type { GridColumn } from '@/components/data-table/grid-features';
import { NameBar, type NameTarget } from '@/components/partner-mapping/name-bar';
import type { NamedRow } from '@/components/partner-mapping/named-row';
import { MoneyPart, waitingAmounts } from '@/components/partner-mapping/waiting-money';
import { StateBadge } from '@/components/ui/state-badge';

export type NameTableProps = {
  kind: 'service' | 'tax_code';
  partner: string;
  rows: readonly NamedRow[];
  nextCursor: string | null;
  canMap: boolean;
  offerings: readonly { slug: string; name: string }[];
  taxClasses: readonly string[];
  /** Server action; null takes the mappings away. */
  map: Action<
    { partner: string; kind: 'service' | 'tax_code'; names: string[]; to: NameTarget | null },
    { mappings: number; changedLines: number }
  >;
};

/** The partner's services, or its tax codes, with the money behind each; choose one or many, then what they are. */
export function NameTable({
  kind,
  partner,
  rows,
  nextCursor,
  canMap,
  offerings,
  taxClasses,
  map,
}: NameTableProps): ReactNode {
  const t = useTranslations('mapping');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const columns = useColumns(kind, rows, chosen, setChosen, canMap);
  const selected = rows.filter(({ id }) => chosen.has(id));

  const { act, isPending } = useAction(map, {
    done: ({ mappings, changedLines: lines }, { to }) =>
      t(to === null ? 'forgotten' : 'accepted', { mappings, lines }),
    onDone: () => setChosen(new Set()),
  });
  const save = (to: NameTarget | null) => act({ partner, kind, names: selected.map(({ name }) => name), to });

  return (
    <>
      <DataGrid
        label={t(kind === 'service' ? 'tabs.services' : 'tabs.taxCodes')}
        searchable
        defaultSort="-waiting"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'state',
            label: t('state.label'),
            multiple: false,
            options: ['unmapped', 'mapped'].map((id) => ({ id, label: t(`state.${id}`) })),
          },
        ]}
        columns={columns}
        rows={rows}
        empty={{ title: t('emptyNames'), description: t('emptyNamesDescription') }}
      />
      {selected.length > 0 ? (
        <NameBar
          kind={kind}
          count={selected.length}
          canForget={selected.some(({ mapping }) => mapping !== null)}
          isPending={isPending}
          offerings={offerings}
          taxClasses={taxClasses}
          onMap={save}
          onCancel={() => setChosen(new Set())}
        />
      ) : null}
    </>
  );
}

function useColumns(
  kind: NameTableProps['kind'],
  rows: readonly NamedRow[],
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
  canMap: boolean,
): GridColumn<NamedRow>[] {
  const t = useTranslations('mapping');
  return useMemo(() => {
    const select = choiceColumn({
      rows,
      chosen,
      setChosen,
      chooseAllLabel: t('chooseAll'),
      labelOf: ({ name }) => t('choose', { name }),
    });
    const facts = factColumns(t, kind, fractionWidthOf('exact-money', waitingAmounts(rows)));
    return [...(canMap ? [select] : []), ...facts];
  }, [kind, rows, chosen, setChosen, canMap, t]);
}

function factColumns(
  t: ReturnType<typeof useTranslations>,
  kind: NameTableProps['kind'],
  fractionWidth: number,
): GridColumn<NamedRow>[] {
  return [
    {
      id: kind === 'service' ? 'externalService' : 'externalCode',
      header: t('name'),
      cell: ({ row: { original } }) => <span className="break-words">{original.name}</span>,
      enableSorting: true,
      meta: { label: t('name') },
    },
    {
      id: 'mapping',
      header: t('isNow'),
      cell: ({ row: { original } }) =>
        original.mapping === null ? (
          <StateBadge tone="attention" label={t('nothing')} />
        ) : (
          <>
            {original.mapping.label ? `${original.mapping.label} ` : null}
            <span className="text-ink-muted">{original.mapping.taxClass}</span>
          </>
        ),
      enableSorting: false,
      meta: { label: t('isNow') },
    },
    moneyColumn(t('waiting'), 'waiting', fractionWidth),
    moneyColumn(t('money'), 'amount', 2),
    {
      id: 'lineCount',
      header: t('rows'),
      cell: ({ row: { original } }) => <CellView kind="number" cell={String(original.lineCount)} />,
      enableSorting: true,
      sortDescFirst: true,
      meta: { label: t('rows'), align: 'end' },
    },
  ];
}

const moneyColumn = (
  label: string,
  part: 'waiting' | 'amount',
  fractionWidth: number,
): GridColumn<NamedRow> => ({
  id: part,
  header: label,
  cell: ({ row: { original } }) => (
    <MoneyPart money={original.money} part={part} fractionWidth={fractionWidth} />
  ),
  enableSorting: part === 'waiting',
  sortDescFirst: true,
  meta: { label, align: 'end' },
});
