'use client';

import { RotateCw } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import type { FilterSpec } from '@/components/data-table/column-spec';
import { DataGrid } from '@/components/data-table/data-grid';
import { BulkBar } from '@/components/suspense/bulk-bar';
import { eventColumns } from '@/components/suspense/event-columns';
import { useReasonWords } from '@/components/suspense/reason-words';
import { useRetryToast } from '@/components/suspense/retry-words';
import type { SuspenseActions, WaitingEvent } from '@/components/suspense/suspense-view';
import { Button } from '@/components/ui/button';

export type SuspenseTableProps = {
  events: readonly WaitingEvent[];
  nextCursor: string | null;
  filters: { reasons: string[]; senders: { id: string; name: string }[]; meters: string[] };
  actions: SuspenseActions;
  canChange: boolean;
  timeZone: string;
};

/** The events that wait: filtered, opened one by one, tried again or dismissed many at once. */
export function SuspenseTable(props: SuspenseTableProps): ReactNode {
  const { events, nextCursor, filters, actions, canChange, timeZone } = props;
  const t = useTranslations('suspense');
  const words = useReasonWords();
  const router = useRouter();
  const query = useSearchParams();
  const say = useRetryToast();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isPending, setIsPending] = useState(false);
  const columns = useMemo(
    () =>
      eventColumns({
        events,
        chosen,
        setChosen,
        canChange,
        timeZone,
        t,
        titleOf: words.title,
        hrefOf: hrefOf(query),
      }),
    [events, chosen, canChange, timeZone, t, words.title, query],
  );
  const selected = events.filter(({ id }) => chosen.has(id)).map(({ id }) => id);

  async function recycle(input: Parameters<SuspenseActions['recycle']>[0]) {
    setIsPending(true);
    const done = say(await actions.recycle(input));
    setIsPending(false);
    if (done) setChosen(new Set());
    router.refresh();
  }

  return (
    <>
      <DataGrid
        label={t('eventsTitle')}
        searchable
        defaultSort="-receivedAt"
        nextCursor={nextCursor}
        filters={filterSpecs(filters, t, words.title)}
        columns={columns}
        rows={events}
        toolbar={
          canChange && events.length > 0 ? (
            <Button
              icon={<RotateCw size={16} aria-hidden />}
              isPending={isPending}
              onPress={() => recycle({ ...shown(query), all: true })}
            >
              {t('tryAll')}
            </Button>
          ) : null
        }
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
      {selected.length > 0 ? (
        <BulkBar
          count={selected.length}
          isPending={isPending}
          onRecycle={() => recycle({ ids: selected })}
          onDismiss={async (note) => {
            const answer = await actions.dismiss({ ids: selected, note });
            if (answer.ok) setChosen(new Set());
            router.refresh();
            return answer;
          }}
          onCancel={() => setChosen(new Set())}
        />
      ) : null}
    </>
  );
}

type Query = ReturnType<typeof useSearchParams>;

const hrefOf = (query: Query) => (id: string) => {
  const next = new URLSearchParams(query);
  next.set('event', id);
  return `?${next}`;
};

/** The filters in force, in the words of the action. */
function shown(query: Query) {
  const many = (name: string) => (query.get(name) ? { [name]: query.get(name)!.split(',') } : {});
  const q = query.get('q')?.trim();
  return { ...many('reason'), ...many('sender'), ...many('meter'), ...(q ? { q } : {}) };
}

function filterSpecs(
  { reasons, senders, meters }: SuspenseTableProps['filters'],
  t: ReturnType<typeof useTranslations>,
  titleOf: (reason: string) => string,
): FilterSpec[] {
  const specs = [
    { id: 'reason', label: t('reasonLabel'), options: reasons.map((id) => ({ id, label: titleOf(id) })) },
    { id: 'sender', label: t('sender'), options: senders.map(({ id, name }) => ({ id, label: name })) },
    { id: 'meter', label: t('meter'), options: meters.map((id) => ({ id, label: id })) },
  ];
  // A filter with one choice narrows nothing, unless it is in force.
  return specs.filter(({ id, options }) => options.length > (id === 'sender' ? 1 : 0));
}
