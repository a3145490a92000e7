import type { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { choiceColumn } from '@/components/data-table/choice-column';
import type { GridColumn } from '@/components/data-table/grid-features';
import { MoneyText } from '@/components/money/money-text';
import type { QueueChoices, QueueEntry } from '@/components/partner-mapping/queue-entry';
import { InstantText } from '@/components/time/instant-text';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';

type Options = { canMap: boolean; showPartner: boolean; timeZone: string };

/** The queue's columns: what it is called, what waits for it, and what it may be. */
export function queueColumns(
  t: ReturnType<typeof useTranslations>,
  entries: readonly QueueEntry[],
  choices: QueueChoices,
  { canMap, showPartner, timeZone }: Options,
): GridColumn<QueueEntry>[] {
  return [
    ...(canMap
      ? [
          choiceColumn({
            rows: entries,
            ...choices,
            chooseAllLabel: t('chooseAll'),
            labelOf: ({ name }) => t('choose', { name }),
            canChoose: ({ suggestions }) => suggestions.length > 0,
          }),
        ]
      : []),
    {
      id: 'name',
      header: t('name'),
      cell: ({ row: { original } }) => <Name t={t} entry={original} showPartner={showPartner} />,
      enableSorting: true,
      meta: { label: t('name') },
    },
    {
      id: 'amount',
      header: t('waiting'),
      cell: ({ row: { original } }) =>
        original.money.map(({ currency, amount }) => (
          <span key={currency} className="block">
            <MoneyText
              amount={amount}
              currency={currency}
              {...(original.waits && { tone: 'risk' as const })}
            />
          </span>
        )),
      enableSorting: true,
      sortDescFirst: true,
      meta: { label: t('waiting'), align: 'end', width: '8rem' },
    },
    {
      id: 'sinceAt',
      header: t('since'),
      cell: ({ row: { original } }) => (
        <>
          <InstantText value={original.sinceAt} timeZone={timeZone} style="date" />
          <span className="block text-sm text-ink-muted">
            {t('behind', { lines: original.lineCount, bills: original.billCount })}
          </span>
        </>
      ),
      enableSorting: true,
      meta: { label: t('since'), width: '10rem' },
    },
    {
      id: 'suggestion',
      header: t('is'),
      cell: ({ row: { original } }) => <MayBe t={t} entry={original} choices={choices} canMap={canMap} />,
      enableSorting: false,
      meta: { label: t('is') },
    },
  ];
}

type NameProps = { t: ReturnType<typeof useTranslations>; entry: QueueEntry; showPartner: boolean };

function Name({ t, entry, showPartner }: NameProps): ReactNode {
  return (
    <>
      <span className="block max-w-72 whitespace-normal break-words">
        {entry.label === null || entry.label === entry.name ? entry.name : entry.label}
        {entry.label !== null && entry.label !== entry.name ? (
          <span className="font-mono text-xs text-ink-muted"> {entry.name}</span>
        ) : null}
      </span>
      <span className="flex flex-wrap items-center gap-x-3 text-sm text-ink-muted">
        {t(`kind.${entry.kind}`)}
        {showPartner ? <span>{entry.partner.name}</span> : null}
        {entry.waits ? null : <StateBadge tone="neutral" label={t('state.billed')} />}
      </span>
    </>
  );
}

type MayBeProps = {
  t: ReturnType<typeof useTranslations>;
  entry: QueueEntry;
  choices: QueueChoices;
  canMap: boolean;
};

function MayBe({ t, entry, choices, canMap }: MayBeProps): ReactNode {
  const { id, suggestions, mapHref } = entry;
  const picked = suggestions[choices.pickOf(id)];
  const byHand = mapHref === null ? null : <TextLink href={mapHref}>{t('chooseOther')}</TextLink>;
  if (picked === undefined) {
    return (
      <span className="text-sm">
        <span className="block text-ink-muted">
          {entry.kind === 'no_account' ? t('noAccountFix') : t('noSuggestion')}
        </span>
        {canMap ? byHand : null}
      </span>
    );
  }
  return (
    <span className="flex min-w-64 max-w-md flex-col gap-1 py-1 whitespace-normal">
      <span className="flex items-center gap-2">
        {suggestions.length > 1 && canMap ? (
          <Select
            label={t('is')}
            hideLabel
            className="min-w-0 flex-1"
            value={String(choices.pickOf(id))}
            options={suggestions.map(({ label, reason }, at) => ({
              id: String(at),
              label,
              description: reason,
            }))}
            onChange={(at) => choices.pick(id, Number(at))}
          />
        ) : (
          <span className="min-w-0 flex-1 font-medium">{picked.label}</span>
        )}
        {canMap ? (
          <Button
            size="sm"
            aria-label={`${t('accept')}: ${entry.label ?? entry.name}`}
            isDisabled={choices.isPending}
            onPress={() => choices.accept(entry)}
          >
            {t('accept')}
          </Button>
        ) : null}
      </span>
      <span className="text-sm text-ink-muted">
        {picked.reason}
        {picked.service ? ` ${t('taxClass')}: ${picked.service.taxClass}.` : ''} {canMap ? byHand : null}
      </span>
    </span>
  );
}
