'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { ChoiceBar } from '@/components/data-table/choice-bar';
import { DataGrid } from '@/components/data-table/data-grid';
import { queueColumns } from '@/components/partner-mapping/queue-columns';
import type { QueueChoices, QueueEntry } from '@/components/partner-mapping/queue-entry';
import { Button } from '@/components/ui/button';

export type QueueTableProps = {
  entries: readonly QueueEntry[];
  nextCursor: string | null;
  canMap: boolean;
  /** Several partners: each entry says whose it is. */
  showPartner: boolean;
  timeZone: string;
  /** Server action. */
  resolve: Action<{ answers: QueueAnswer[] }, { mappings: number; changedLines: number }>;
};

type QueueAnswer = { partner: string; kind: QueueEntry['kind']; name: string; label: string | null } & Omit<
  QueueEntry['suggestions'][number],
  'label' | 'reason'
>;

/** What nobody has mapped, the most money first, each with what it may be: accept one, or many at once. */
export function QueueTable({
  entries,
  nextCursor,
  canMap,
  showPartner,
  timeZone,
  resolve,
}: QueueTableProps): ReactNode {
  const t = useTranslations('mapping');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [picks, setPicks] = useState<Readonly<Record<string, number>>>({});
  const selected = entries.filter(({ id, suggestions }) => chosen.has(id) && suggestions.length > 0);

  const { act, isPending } = useAction(resolve, {
    done: ({ mappings, changedLines: lines }) => t('accepted', { mappings, lines }),
    onDone: () => setChosen(new Set()),
  });
  const accept = (accepted: readonly QueueEntry[]) =>
    act({
      answers: accepted.map(({ id, partner, kind, name, label, suggestions }) => {
        const { label: _, reason: __, ...what } = suggestions[picks[id] ?? 0]!;
        return { partner: partner.id, kind, name, label, ...what };
      }),
    });

  const choices: QueueChoices = {
    chosen,
    setChosen,
    pickOf: (id) => picks[id] ?? 0,
    pick: (id, at) => setPicks({ ...picks, [id]: at }),
    accept: (entry) => accept([entry]),
    isPending,
  };
  return (
    <>
      <DataGrid
        label={t('queueTitle')}
        searchable
        defaultSort="-amount"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'kind',
            label: t('kind.label'),
            options: ['sub_account', 'payer', 'no_account', 'service', 'tax_code'].map((id) => ({
              id,
              label: t(`kind.${id}`),
            })),
          },
          {
            id: 'state',
            label: t('state.label'),
            multiple: false,
            options: ['waiting', 'billed'].map((id) => ({ id, label: t(`state.${id}`) })),
          },
        ]}
        columns={queueColumns(t, entries, choices, { canMap, showPartner, timeZone })}
        rows={entries}
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
      {selected.length > 0 ? (
        <ChoiceBar
          label={t('mapLabel')}
          chosen={t('chosen', { count: selected.length })}
          cancelLabel={t('cancel')}
          onCancel={() => setChosen(new Set())}
        >
          <Button variant="primary" isPending={isPending} onPress={() => accept(selected)}>
            {t('acceptMany', { count: selected.length })}
          </Button>
        </ChoiceBar>
      ) : null}
    </>
  );
}
