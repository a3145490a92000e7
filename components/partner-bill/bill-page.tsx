import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { queryText } from '@/components/data-table/query-text';
import { BillFindings, type Finding } from '@/components/partner-bill/bill-findings';
import { BillPlace, type Deciding, type PlacedBill } from '@/components/partner-bill/bill-place';
import { BillStatement, type Statement } from '@/components/partner-bill/bill-statement';
import type { BillSummary } from '@/components/partner-bill/bill-table';
import { billTone } from '@/components/partner-bill/bill-tone';
import { BillTotals, type BillTotalsProps } from '@/components/partner-bill/bill-totals';
import { ChangeSummary, type ChangeSummaryProps } from '@/components/partner-bill/change-summary';
import { LineSheet } from '@/components/partner-bill/line-sheet';
import { type BillLine, LineTable } from '@/components/partner-bill/line-table';
import { RejectedRows } from '@/components/partner-bill/rejected-rows';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';

export type BillPageProps = {
  bill: BillSummary &
    PlacedBill & {
      partner: { name: string };
      format: string;
      totals: BillTotalsProps['totals'];
      issues: readonly Finding[];
      statement: Statement | null;
    };
  lines: { data: readonly BillLine[]; nextCursor: string | null };
  /** How it differs from the bill it replaces; null of one that corrects none. */
  changes: ChangeSummaryProps | null;
  deciding: Deciding;
  canSend: boolean;
  isOperator: boolean;
  /** The page's own: `line` names the row that is open. */
  query: Readonly<Record<string, string | string[] | undefined>>;
  /** The portal's or the partner's address, under which `bills` and `accounts` are. */
  base: string;
  breadcrumbs: readonly Crumb[];
  timeZone: string;
};

/** One partner bill: what came of it, whose word it waits for, what it corrects, what was found, and its rows. */
export function BillPage({
  bill,
  lines,
  changes,
  deciding,
  canSend,
  isOperator,
  query,
  base,
  breadcrumbs,
  timeZone,
}: BillPageProps): ReactNode {
  const t = useTranslations('partner');
  const words = useTranslations('correction');
  const billsHref = `${base}/bills`;
  const billHref = `${billsHref}/${bill.id}`;
  const open = lines.data.find(({ lineNo }) => String(lineNo) === query.line);
  return (
    <>
      <PageHeader
        title={bill.externalId}
        breadcrumbs={[...breadcrumbs, { label: bill.externalId }]}
        state={<StateBadge tone={billTone(bill.state)} label={t(`billState.${bill.state}`)} />}
        description={t(`stateNote.${bill.state}`)}
        actions={
          canSend && isCorrectable(bill) ? (
            <LinkButton href={`${billsHref}/new?replaces=${bill.id}`}>{words('send')}</LinkButton>
          ) : null
        }
        meta={
          <span className="flex flex-wrap gap-x-3">
            <span>{bill.partner.name}</span>
            <span>
              <PeriodText from={bill.cycle.from} to={bill.cycle.to} /> ({bill.cycle.name})
            </span>
            {bill.replaces ? (
              <TextLink href={`${billsHref}/${bill.replaces.id}`}>
                {words('corrects', { bill: bill.replaces.externalId })}
              </TextLink>
            ) : null}
            <span>
              {bill.fileName ?? bill.format}, <InstantText value={bill.receivedAt} timeZone={timeZone} />
            </span>
          </span>
        }
      />
      <BillPlace
        bill={bill}
        billsHref={billsHref}
        deciding={deciding}
        isOperator={isOperator}
        timeZone={timeZone}
      />
      <BillTotals lines={bill.lines} totals={bill.totals} findings={bill.issues} />
      {changes && bill.replaces ? (
        <Section
          title={words('changes')}
          description={words('changesOf', { bill: bill.replaces.externalId })}
          actions={<TextLink href={`${billHref}/changes`}>{words('all')}</TextLink>}
        >
          <ChangeSummary {...changes} />
        </Section>
      ) : null}
      {bill.statement ? <BillStatement statement={bill.statement} /> : null}
      <Section title={t('bill.findings')} description={t('bill.findingsNote')}>
        <BillFindings findings={bill.issues} billHref={billHref} accountsHref={`${base}/accounts`} />
      </Section>
      <RejectedRows bill={bill} billsHref={billsHref} canSend={canSend && isCorrectable(bill)} />
      <Section title={t('bill.lines')} description={t('bill.linesNote')} id="lines">
        <LineTable
          lines={lines.data}
          nextCursor={lines.nextCursor}
          hrefOf={(lineNo) => `${billHref}${queryText({ ...query, line: String(lineNo) })}`}
        />
      </Section>
      {open ? (
        <LineSheet line={open} closeHref={`${billHref}${queryText({ ...query, line: undefined })}`} />
      ) : null}
    </>
  );
}

/** What a further correction would replace: not a bill that one has replaced, nor one that a waiting one corrects. */
const isCorrectable = ({ state, replacedBy }: PlacedBill): boolean =>
  state !== 'replaced' && replacedBy === null;
