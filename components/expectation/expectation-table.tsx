import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Countdown } from '@/components/expectation/countdown';
import { DecideButton } from '@/components/expectation/decide-button';
import {
  type DecideAction,
  type ExpectationItem,
  expectationTone,
} from '@/components/expectation/expectation-view';
import { MoneyText } from '@/components/money/money-text';
import { InstantText } from '@/components/time/instant-text';
import { LinkButton } from '@/components/ui/link-button';
import { type PlainColumn, PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { formatPeriod } from '@/lib/format/period';
import { formatCount } from '@/lib/format/quantity';

export type ExpectationTableProps = {
  caption: string;
  expectations: readonly ExpectationItem[];
  now: string;
  /** Of one cycle, its partners; of one partner, its cycles. */
  by: 'partner' | 'cycle';
  /** Where the partner's bills are: `bills/new` and `bills/<id>` under it. */
  base: (expectation: ExpectationItem) => string;
  /** Who may send a bill sees the way to it; who may decide, the question. */
  maySend: boolean;
  decide: DecideAction | null;
};

/** What is owed: by whom or for when, until when, and how that stands. */
export function ExpectationTable(props: ExpectationTableProps): ReactNode {
  const { caption, expectations, by, maySend, decide } = props;
  const t = useTranslations('expectation');
  const hasAction = maySend || decide !== null;
  const columns: PlainColumn[] = [
    { id: 'name', header: t(`columns.${by}`) },
    { id: 'due', header: t('columns.due') },
    { id: 'state', header: t('columns.state'), width: '34%' },
    { id: 'accounts', header: t('columns.accounts'), align: 'end' },
    { id: 'usual', header: t('columns.usual'), align: 'end' },
    ...(hasAction ? [{ id: 'act', header: t('columns.act'), align: 'end' as const }] : []),
  ];
  return (
    <PlainTable
      caption={caption}
      columns={columns}
      rows={expectations.map((expectation) => ({
        id: `${expectation.cycle.id} ${expectation.partner.id}`,
        cells: {
          name: <Name {...props} expectation={expectation} />,
          due: <Due expectation={expectation} now={props.now} />,
          state: <State expectation={expectation} base={props.base(expectation)} />,
          accounts: <Accounts count={expectation.accounts} />,
          usual: <Usual usual={expectation.usual} />,
          act: <Act {...props} expectation={expectation} />,
        },
      }))}
    />
  );
}

type OfOne = ExpectationTableProps & { expectation: ExpectationItem };

function Name({ by, expectation: { partner, cycle } }: OfOne): ReactNode {
  const locale = useLocale();
  if (by === 'partner') {
    return <TextLink href={`/operator/partners/${partner.slug}`}>{partner.name}</TextLink>;
  }
  return (
    <span className="block">
      <span className="whitespace-nowrap">{formatPeriod(cycle.from, cycle.to, locale)}</span>
      <span className="block text-sm text-ink-muted">{cycle.name}</span>
    </span>
  );
}

function Due({ expectation, now }: { expectation: ExpectationItem; now: string }): ReactNode {
  const { dueAt, state, cycle } = expectation;
  return (
    <span className="block">
      <InstantText value={dueAt} timeZone={cycle.timeZone} />
      {state === 'received' || state === 'waived' ? null : (
        <span className="block text-sm">
          <Countdown at={dueAt} now={now} />
        </span>
      )}
    </span>
  );
}

function State({ expectation, base }: { expectation: ExpectationItem; base: string }): ReactNode {
  const t = useTranslations('expectation');
  const { state, bill, latePolicy, reminders, remindedAt, decidedAt, decidedBy, reason, cycle } = expectation;
  return (
    <span className="block min-w-56 max-w-prose">
      <StateBadge tone={expectationTone(expectation)} label={t(`state.${state}`)} />
      <span className="block text-sm text-ink-muted">
        {bill ? (
          <TextLink href={`${base}/bills/${bill.id}`}>
            {t(bill.state === 'validated' ? 'undecided' : 'receivedAs', { number: bill.externalId })}
          </TextLink>
        ) : state === 'expected' ? (
          <>
            {t('ifLate', { policy: t(`policy.${latePolicy}`) })} {t('reminders', { count: reminders })}
            {remindedAt ? (
              <>
                , <InstantText value={remindedAt} timeZone={cycle.timeZone} />
              </>
            ) : null}
            .
          </>
        ) : (
          t(`stateNote.${state}`)
        )}
      </span>
      {decidedAt && state !== 'received' ? (
        <span className="block text-sm text-ink-muted">
          {reason === null ? t('decidedByAgreement') : t('decidedBy', { name: decidedBy ?? '', reason })}
        </span>
      ) : null}
    </span>
  );
}

function Accounts({ count }: { count: number }): ReactNode {
  return formatCount(count, useLocale());
}

function Usual({ usual }: Pick<ExpectationItem, 'usual'>): ReactNode {
  if (usual.length === 0) return <span className="text-ink-muted">–</span>;
  return usual.map(({ amount, currency }) => (
    <span key={currency} className="block">
      <MoneyText amount={amount} currency={currency} />
    </span>
  ));
}

function Act({ expectation, maySend, decide, base }: OfOne): ReactNode {
  const t = useTranslations('expectation');
  const locale = useLocale();
  if (decide) return <DecideButton expectation={expectation} decide={decide} />;
  if (!maySend || expectation.state === 'received') return null;
  const { id, from, to } = expectation.cycle;
  return (
    <LinkButton size="sm" href={`${base(expectation)}/bills/new?cycle=${id}`}>
      {t('send')}
      <span className="sr-only"> {t('sendFor', { period: formatPeriod(from, to, locale) })}</span>
    </LinkButton>
  );
}
