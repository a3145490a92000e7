import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type ConnectorAct, ConnectorActions } from '@/components/connector/connector-actions';
import {
  type Connector,
  connectorTone,
  eventsPath,
  type Pull,
  pullTone,
} from '@/components/connector/connector-view';
import { type FetchPeriod, FetchPeriodDialog } from '@/components/connector/fetch-period';
import { TestSummaryView } from '@/components/connector/test-summary';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { CodeBlock } from '@/components/ui/code-block';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import type { PulledSettings } from '@/lib/schemas/partner-connector';

export type ConnectorPageProps = {
  connector: Connector & { pulls: readonly Pull[] };
  /** The portal's or the partner's address, under which `connectors`, `bills` and `accounts` are. */
  base: string;
  breadcrumbs: readonly Crumb[];
  timeZone: string;
  canManage: boolean;
  act: ConnectorAct;
  /** Ended periods that can be asked for, the likeliest first. */
  periods: readonly { id: string; name: string; from: string; to: string }[];
  fetchPeriod: FetchPeriod;
};

/** One connected system: what to do next, what the last test saw, what was asked, and its settings. */
export function ConnectorPage(props: ConnectorPageProps): ReactNode {
  const { connector, base, breadcrumbs, timeZone, canManage, act, periods, fetchPeriod } = props;
  const t = useTranslations('connector');
  const { id, name, state, settings, testedAt, pulls } = connector;
  const isPush = settings.kind === 'push';
  const lastTest = isPush ? undefined : pulls.find(({ kind }) => kind === 'test');
  const next = state === 'draft' ? (testedAt === null ? 'untested' : 'tested') : state;
  return (
    <>
      <PageHeader
        title={name}
        breadcrumbs={[...breadcrumbs, { label: name }]}
        state={<StateBadge tone={connectorTone[state]} label={t(`states.${state}`)} />}
        description={t(`${isPush ? 'nextPush' : 'next'}.${next}`)}
        meta={<span className="break-all">{isPush ? eventsPath(id) : settings.baseUrl}</span>}
        actions={
          canManage ? (
            <>
              {state === 'live' && !isPush && periods.length > 0 ? (
                <FetchPeriodDialog
                  id={id}
                  base={base}
                  periods={periods.map((period) => ({
                    ...{ id: period.id, label: period.name, note: `${period.from} – ${period.to}` },
                  }))}
                  fetchPeriod={fetchPeriod}
                />
              ) : null}
              <ConnectorActions
                id={id}
                state={state}
                isTested={testedAt !== null}
                isAsked={!isPush}
                act={act}
              />
            </>
          ) : null
        }
      />
      {lastTest ? <TestSummaryView pull={lastTest} accountsHref={`${base}/accounts?state=unmapped`} /> : null}
      {isPush ? <PushGuide id={id} /> : null}
      <Section title={t(isPush ? 'events' : 'pulls')} description={t('pullsNote')}>
        <PullTable pulls={pulls} base={base} timeZone={timeZone} />
      </Section>
      <Section
        title={t('settings')}
        actions={
          canManage ? <LinkButton href={`${base}/connectors/${id}?edit=1`}>{t('edit')}</LinkButton> : null
        }
      >
        <DescriptionList
          columns={3}
          items={[
            { term: t('kind'), detail: t(`kinds.${settings.kind}`) },
            ...(settings.kind === 'push' ? [] : accessItems(t, settings.access)),
            ...(settings.kind === 'rest'
              ? Object.entries(settings.mapping.fields).map(([field, path]) => ({
                  term: t(`fields.${field}`),
                  detail: <code className="text-sm">{path}</code>,
                }))
              : []),
          ]}
        />
      </Section>
    </>
  );
}

/** What the partner's system has to do. */
function PushGuide({ id }: { id: string }): ReactNode {
  const t = useTranslations('connector');
  const example = [
    `POST ${eventsPath(id)}`,
    'content-type: application/json',
    'webhook-id: msg_1',
    'webhook-timestamp: 1793491200',
    'webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body">',
    '',
    '{ "eventType": "CustomerBillCreateEvent",',
    '  "event": { "customerBill": { "billNo": "2026-10-1" },',
    '             "appliedCustomerBillingRate": [ { "id": "1", "type": "usage", ... } ] } }',
  ].join('\n');
  return (
    <Section title={t('pushTitle')} description={t('pushNote')}>
      <CodeBlock label={t('pushTitle')} code={example} />
    </Section>
  );
}

function accessItems(t: ReturnType<typeof useTranslations<'connector'>>, access: PulledSettings['access']) {
  return [
    { term: t('access'), detail: t(`accesses.${access.kind}`) },
    ...(access.kind === 'oauth2'
      ? [
          { term: t('tokenUrl'), detail: access.tokenUrl },
          { term: t('clientId'), detail: access.clientId },
        ]
      : []),
  ];
}

function PullTable({
  pulls,
  base,
  timeZone,
}: {
  pulls: readonly Pull[];
  base: string;
  timeZone: string;
}): ReactNode {
  const t = useTranslations('connector');
  return (
    <PlainTable
      caption={t('pulls')}
      empty={t('noPulls')}
      columns={[
        { id: 'when', header: t('when') },
        { id: 'what', header: t('what') },
        { id: 'period', header: t('period') },
        { id: 'outcome', header: t('outcome') },
        { id: 'charges', header: t('charges'), align: 'end' },
      ]}
      rows={pulls.map((pull) => ({
        id: pull.id,
        cells: {
          when: <InstantText value={pull.startedAt} timeZone={timeZone} />,
          what: pull.partnerBillId ? (
            <TextLink href={`${base}/bills/${pull.partnerBillId}`}>{t('bill')}</TextLink>
          ) : (
            t(`whats.${pull.kind}`)
          ),
          period: pull.cycle ? <PeriodText from={pull.cycle.from} to={pull.cycle.to} /> : '–',
          outcome: (
            <span>
              <StateBadge tone={pullTone[pull.outcome]} label={t(`outcomes.${pull.outcome}`)} />
              {pull.message === null ? null : (
                <span className="block text-sm text-ink-muted">{pull.message}</span>
              )}
            </span>
          ),
          charges: String(pull.charges),
        },
      }))}
    />
  );
}
