import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DisputeStakes, type StakeView } from '@/components/dispute/dispute-stakes';
import { DisputeTalk, type EntryView } from '@/components/dispute/dispute-talk';
import { EvidenceList, type EvidenceView } from '@/components/dispute/evidence-list';
import { MoneyText } from '@/components/money/money-text';
import { Stream } from '@/components/stream/stream';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import { type Description, DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';

/** A case file as a reader may see it. */
export type DisputeFileView = {
  id: string;
  state: string;
  currency: string;
  reasonCode: string;
  raisedBy: string;
  raisedAt: string;
  answerDueAt: string | null;
  decidedAt: string | null;
  disputed: string;
  undisputed: string;
  accepted: string | null;
  kept: string;
  bill: { id: string; number: string };
  billingAccount: { number: string; name: string };
  customer: { name: string };
  partner: { name: string } | null;
  line: { description: string; amount: string; periodFrom: string; periodTo: string };
  rows: readonly {
    lineNo: number;
    description: string;
    quantity: string | null;
    unit: string | null;
    amount: string;
  }[];
  entries: readonly EntryView[];
  evidence: readonly EvidenceView[];
  stakes: readonly StakeView[] | null;
};

export type DisputeFileProps = {
  dispute: DisputeFileView;
  audience: 'operator' | 'partner' | 'customer';
  timeZone: string;
  /** How the line's amount came about, in sentences; null when the reader may not see the line. */
  explanation: readonly string[] | null;
  billHref: string | null;
  creditNoteHref: string | null;
  /** Where the operator decides; and the forms at the end of the conversation and of the files. */
  decision?: ReactNode;
  messageForm?: ReactNode;
  addFile?: ReactNode;
};

/** A dispute as a calm case file: the money first, then the decision, then what was said and shown. */
export function DisputeFile(props: DisputeFileProps): ReactNode {
  const { dispute, audience, timeZone, explanation, decision, messageForm, addFile } = props;
  const t = useTranslations('dispute');
  return (
    <>
      <div className="pb-8">
        <DescriptionList columns={3} items={factsOf(props, t)} />
      </div>
      <Section title={t('money.title')} description={t('facts.net')}>
        <LineStream dispute={dispute} />
      </Section>
      {dispute.stakes === null ? null : (
        <DisputeStakes
          stakes={dispute.stakes}
          currency={dispute.currency}
          isDecided={dispute.decidedAt !== null}
          isOwn={audience === 'partner'}
        />
      )}
      {decision ? (
        <Section id="decision" title={t('decide.title')} description={t('decide.description')}>
          {decision}
        </Section>
      ) : null}
      <div className="grid gap-x-10 lg:grid-cols-[3fr_2fr]">
        <Section title={t('talk.title')} description={t('talk.description')}>
          <DisputeTalk entries={dispute.entries} currency={dispute.currency} timeZone={timeZone} />
          {messageForm}
        </Section>
        <div>
          <Section title={t('evidence.title')} actions={addFile}>
            <EvidenceList disputeId={dispute.id} files={dispute.evidence} timeZone={timeZone} />
          </Section>
          <Section title={t('why.title')}>
            <Why explanation={explanation} rows={dispute.rows} currency={dispute.currency} />
          </Section>
        </div>
      </div>
    </>
  );
}

function factsOf(
  { dispute, audience, timeZone, billHref, creditNoteHref }: DisputeFileProps,
  t: ReturnType<typeof useTranslations<'dispute'>>,
): Description[] {
  const { bill, line, billingAccount, customer, partner, answerDueAt } = dispute;
  return [
    {
      term: t('facts.line'),
      detail: (
        <>
          {line.description}{' '}
          <span className="text-sm text-ink-muted">
            <PeriodText from={line.periodFrom} to={line.periodTo} />
          </span>
        </>
      ),
    },
    {
      term: t('facts.bill'),
      detail: billHref ? <TextLink href={billHref}>{bill.number}</TextLink> : bill.number,
    },
    { term: t('facts.reason'), detail: t(`reason.${dispute.reasonCode}`) },
    ...(audience === 'customer'
      ? []
      : [{ term: t('facts.customer'), detail: `${customer.name}, ${billingAccount.name}` }]),
    { term: t('facts.partner'), detail: partner?.name ?? t('facts.ownLine') },
    {
      term: t('facts.raisedAt'),
      detail: (
        <>
          {t(`audience.${dispute.raisedBy}`)}, <InstantText value={dispute.raisedAt} timeZone={timeZone} />
        </>
      ),
    },
    ...(answerDueAt === null
      ? []
      : [{ term: t('facts.due'), detail: <InstantText value={answerDueAt} timeZone={timeZone} /> }]),
    ...(creditNoteHref === null
      ? []
      : [
          {
            term: t('facts.creditNote'),
            detail: <TextLink href={creditNoteHref}>{t('facts.creditNote')}</TextLink>,
          },
        ]),
  ];
}

function LineStream({ dispute }: { dispute: DisputeFileView }): ReactNode {
  const t = useTranslations('dispute.money');
  const { currency, decidedAt, accepted, kept, disputed, undisputed, line } = dispute;
  const part = (id: string, label: string, amount: string, tone: 'risk' | 'own') => ({
    id,
    label,
    amount,
    currency,
    tone,
  });
  const sources =
    decidedAt === null
      ? [part('disputed', t('disputed'), disputed, 'risk'), part('rest', t('undisputed'), undisputed, 'own')]
      : [part('accepted', t('accepted'), accepted ?? '0', 'risk'), part('kept', t('kept'), kept, 'own')];
  return (
    <Stream
      title={t('title')}
      direction="split"
      sources={sources.filter(({ amount }) => !/^[0.]*$/.test(amount))}
      trunk={{ label: t('line'), amount: line.amount, currency }}
    />
  );
}

function Why({
  explanation,
  rows,
  currency,
}: Pick<DisputeFileProps, 'explanation'> & Pick<DisputeFileView, 'rows' | 'currency'>): ReactNode {
  const t = useTranslations('dispute.why');
  if (explanation === null) return <p className="text-ink-muted">{t('hidden')}</p>;
  return (
    <div className="flex flex-col gap-4">
      <ol className="flex flex-col gap-0.5 border-s-2 border-accent-soft ps-3 text-sm">
        {explanation.map((step, index) => (
          <li key={`${index}:${step}`}>{step}</li>
        ))}
      </ol>
      {rows.length === 0 ? null : (
        <PlainTable
          caption={t('rows')}
          hideCaption={false}
          columns={[
            { id: 'row', header: t('row') },
            { id: 'text', header: t('text') },
            { id: 'amount', header: t('amount'), align: 'end' },
          ]}
          rows={rows.map((row) => ({
            id: String(row.lineNo),
            cells: {
              row: row.lineNo,
              text: row.description,
              amount: <MoneyText amount={row.amount} currency={currency} exact />,
            },
          }))}
        />
      )}
    </div>
  );
}
