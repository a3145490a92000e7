import type { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CellView } from '@/components/data-table/cell-view';
import { choiceColumn } from '@/components/data-table/choice-column';
import type { GridColumn } from '@/components/data-table/grid-features';
import { MoneyText } from '@/components/money/money-text';
import type { WaitingEvent } from '@/components/suspense/suspense-view';
import { InstantText } from '@/components/time/instant-text';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/text-link';

type Options = {
  events: readonly WaitingEvent[];
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
  canChange: boolean;
  timeZone: string;
  t: ReturnType<typeof useTranslations>;
  titleOf: (reason: string) => string;
  hrefOf: (id: string) => string;
};

type Column = GridColumn<WaitingEvent>;

/** The columns of the list of waiting events; with a box to choose each by where the reader may change them. */
export function eventColumns(options: Options): Column[] {
  const { t, titleOf, timeZone, hrefOf } = options;
  const column = (
    id: string,
    label: string,
    cell: (event: WaitingEvent) => ReactNode,
    rest: { sortable?: boolean; align?: 'end'; hidden?: true } = {},
  ): Column => ({
    id,
    header: label,
    cell: ({ row }) => cell(row.original),
    enableSorting: rest.sortable ?? false,
    sortDescFirst: id === 'receivedAt',
    meta: { label, ...(rest.align && { align: rest.align }), ...(rest.hidden && { hidden: true }) },
  });
  const { events, chosen, setChosen } = options;
  const choice = choiceColumn({
    rows: events,
    chosen,
    setChosen,
    chooseAllLabel: t('chooseAll'),
    labelOf: ({ subject, eventId: id }) => t('choose', { subject, id }),
  });
  return [
    ...(options.canChange ? [choice] : []),
    {
      ...column('subject', t('subject'), (event) => (
        <>
          <TextLink href={hrefOf(event.id)} className="font-mono text-sm">
            {event.subject}
          </TextLink>{' '}
          {event.isRepaired ? <Badge>{t('repaired')}</Badge> : null}
        </>
      )),
      enableHiding: false,
    },
    column('reason', t('reasonLabel'), ({ reason }) => titleOf(reason), { sortable: true }),
    column('sender', t('sender'), ({ sender }) => sender?.name ?? ''),
    column('meter', t('meter'), ({ meter }) => <span className="font-mono text-sm">{meter}</span>),
    column('quantity', t('quantity'), ({ quantity }) => <CellView kind="number" cell={quantity} />, {
      align: 'end',
    }),
    column(
      'atStake',
      t('atStake'),
      ({ atStake }) =>
        atStake ? (
          <MoneyText amount={atStake.amount} currency={atStake.currency} fractionWidth={2} />
        ) : (
          <span className="text-ink-muted">{t('unknownMoney')}</span>
        ),
      { align: 'end' },
    ),
    column('tries', t('tries'), ({ tries }) => <CellView kind="number" cell={String(tries)} />, {
      align: 'end',
    }),
    column(
      'receivedAt',
      t('since'),
      ({ receivedAt }) => <InstantText value={receivedAt} timeZone={timeZone} />,
      {
        sortable: true,
        align: 'end',
      },
    ),
    column('source', t('source'), ({ source }) => <span className="font-mono text-sm">{source}</span>, {
      hidden: true,
    }),
    column('eventId', t('eventId'), ({ eventId }) => <span className="font-mono text-sm">{eventId}</span>, {
      hidden: true,
    }),
  ];
}
