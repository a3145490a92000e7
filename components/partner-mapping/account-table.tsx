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
import { type AccountChoice, MapBar } from '@/components/partner-mapping/map-bar';
import { MoneyPart, type WaitingMoney, waitingAmounts } from '@/components/partner-mapping/waiting-money';
import { StateBadge } from '@/components/ui/state-badge';

export type ExternalAccount = {
  id: string;
  level: 'sub_account' | 'payer';
  externalAccount: string;
  externalName: string | null;
  externalPayer: string | null;
  lineCount: number;
  waitingLines: number;
  money: WaitingMoney[];
  mapping: { level: 'sub_account' | 'payer'; billingAccount: { number: string; name: string } } | null;
};

export type AccountTableProps = {
  partner: string;
  accounts: readonly ExternalAccount[];
  nextCursor: string | null;
  canMap: boolean;
  /** Server actions: a search of billing accounts, and the mapping itself. */
  search: Action<{ q: string }, AccountChoice[]>;
  map: Action<{ partner: string; mappings: Mapping[] }, { bills: { changedLines: number }[] }>;
};

type Mapping = {
  level: 'sub_account' | 'payer';
  externalAccount: string;
  externalName: string | null;
  billingAccount: string | null;
};

/** The partner's accounts with the money that waits for each; choose one or many, then the billing account they are. */
export function AccountTable({
  partner,
  accounts,
  nextCursor,
  canMap,
  search,
  map,
}: AccountTableProps): ReactNode {
  const t = useTranslations('partner.accounts');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const columns = useColumns(accounts, chosen, setChosen, canMap);
  const selected = accounts.filter(({ id }) => chosen.has(id));

  const { act, isPending } = useAction(map, {
    done: ({ bills }, { mappings }) => {
      const lines = bills.reduce((sum, { changedLines }) => sum + changedLines, 0);
      const isEnd = mappings.every(({ billingAccount }) => billingAccount === null);
      return t(isEnd ? 'unmapped' : 'mapped', { accounts: mappings.length, lines });
    },
    onDone: () => setChosen(new Set()),
  });
  const save = (billingAccount: string | null) =>
    act({
      partner,
      mappings: selected.map(({ level, externalAccount, externalName }) => ({
        ...{ level, externalAccount, externalName, billingAccount },
      })),
    });

  return (
    <>
      <DataGrid
        label={t('title')}
        searchable
        defaultSort="-waiting"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'state',
            label: t('state'),
            multiple: false,
            options: [
              { id: 'unmapped', label: t('stateUnmapped') },
              { id: 'mapped', label: t('stateMapped') },
            ],
          },
        ]}
        columns={columns}
        rows={accounts}
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
      {selected.length > 0 ? (
        <MapBar
          count={selected.length}
          canUnmap={selected.some(({ level, mapping }) => mapping?.level === level)}
          isPending={isPending}
          search={search}
          onMap={save}
          onCancel={() => setChosen(new Set())}
        />
      ) : null}
    </>
  );
}

function useColumns(
  accounts: readonly ExternalAccount[],
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
  canMap: boolean,
): GridColumn<ExternalAccount>[] {
  const t = useTranslations('partner.accounts');
  return useMemo(() => {
    const fractionWidth = fractionWidthOf('exact-money', waitingAmounts(accounts));
    const select = choiceColumn({
      rows: accounts,
      chosen,
      setChosen,
      chooseAllLabel: t('chooseAll'),
      labelOf: ({ externalAccount: account }) => t('choose', { account }),
    });
    return [...(canMap ? [select] : []), ...factColumns(t, fractionWidth)];
  }, [accounts, chosen, setChosen, canMap, t]);
}

function factColumns(
  t: ReturnType<typeof useTranslations>,
  fractionWidth: number,
): GridColumn<ExternalAccount>[] {
  return [
    {
      id: 'externalAccount',
      header: t('account'),
      cell: ({ row: { original } }) => (
        <>
          {original.externalName ? `${original.externalName} ` : null}
          <span className={original.externalName ? 'font-mono text-xs text-ink-muted' : 'font-mono text-sm'}>
            {original.externalAccount}
          </span>
        </>
      ),
      enableSorting: true,
      meta: { label: t('account') },
    },
    {
      id: 'mapping',
      header: t('billingAccount'),
      cell: ({ row: { original } }) => <MappedTo account={original} />,
      enableSorting: false,
      meta: { label: t('billingAccount') },
    },
    {
      id: 'waiting',
      header: t('waiting'),
      cell: ({ row: { original } }) => (
        <MoneyPart money={original.money} part="waiting" fractionWidth={fractionWidth} />
      ),
      enableSorting: true,
      sortDescFirst: true,
      meta: { label: t('waiting'), align: 'end' },
    },
    {
      id: 'amount',
      header: t('money'),
      cell: ({ row: { original } }) => <MoneyPart money={original.money} part="amount" fractionWidth={2} />,
      enableSorting: false,
      meta: { label: t('money'), align: 'end' },
    },
    {
      id: 'lineCount',
      header: t('rows'),
      cell: ({ row: { original } }) => <CellView kind="number" cell={String(original.lineCount)} />,
      enableSorting: true,
      sortDescFirst: true,
      meta: { label: t('rows'), align: 'end', hidden: true },
    },
  ];
}

function MappedTo({ account: { level, mapping } }: { account: ExternalAccount }): ReactNode {
  const t = useTranslations('partner.accounts');
  if (mapping === null) return <StateBadge tone="attention" label={t('nothing')} />;
  const { number, name } = mapping.billingAccount;
  return (
    <>
      <span className="font-mono text-sm">{number}</span>{' '}
      <span className="text-ink-muted">
        {mapping.level === level ? null : `${t('viaPayer')} · `}
        {name}
      </span>
    </>
  );
}
