import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type CancelImport, CancelImportButton } from '@/components/bill-import/cancel-import';
import { ImportProgress } from '@/components/bill-import/import-progress';
import { type ImportView, importTone, isUnderWay } from '@/components/bill-import/import-view';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { Callout } from '@/components/ui/callout';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';

export type ImportPageProps = {
  row: ImportView & {
    externalId: string;
    fileName: string | null;
    partner: { name: string };
    cycle: { name: string; from: string; to: string };
    failure: { message: string; issues: readonly { code: string; path: string; message: string }[] } | null;
    partnerBillId: string | null;
    createdBy: string;
    createdAt: string;
  };
  /** `/partner/bills`, or the operator's page of the partner's bills. */
  billsHref: string;
  breadcrumbs: readonly Crumb[];
  timeZone: string;
  canSend: boolean;
  cancel: CancelImport;
};

/** A partner's bill on its way: how far its reading is, why it failed, and the way to its page once it is there. */
export function ImportPage({
  row,
  billsHref,
  breadcrumbs,
  timeZone,
  canSend,
  cancel,
}: ImportPageProps): ReactNode {
  const t = useTranslations('billImport');
  const again = canSend ? (
    <LinkButton href={`${billsHref}/new`} size="sm">
      {t('sendAgain')}
    </LinkButton>
  ) : null;
  return (
    <>
      <PageHeader
        title={row.externalId}
        breadcrumbs={[...breadcrumbs, { label: row.externalId }]}
        state={<StateBadge tone={importTone(row.state)} label={t(`state_${row.state}`)} />}
        actions={canSend && isUnderWay(row.state) ? <CancelImportButton row={row} cancel={cancel} /> : null}
        meta={
          <span className="flex flex-wrap gap-x-3">
            <span>{row.partner.name}</span>
            {row.fileName ? <span>{row.fileName}</span> : null}
            <span>
              {row.cycle.name}, <PeriodText from={row.cycle.from} to={row.cycle.to} />
            </span>
            <InstantText value={row.createdAt} timeZone={timeZone} />
            <span>{t('sentBy', { who: nameOf(row.createdBy) })}</span>
          </span>
        }
      />
      {row.failure && row.state === 'failed' ? (
        <div className="mb-6 flex flex-col gap-4">
          <Callout tone="risk" title={t('failed')} actions={again}>
            {row.failure.message}
          </Callout>
          {row.failure.issues.length > 1 ? (
            <IssueList
              issues={row.failure.issues.map((issue) => ({ ...issue, severity: 'error' as const }))}
            />
          ) : null}
        </div>
      ) : null}
      {row.state === 'cancelled' ? (
        <div className="mb-6">
          <Callout tone="attention" title={t('cancelled')} actions={again}>
            {t('cancelledNote')}
          </Callout>
        </div>
      ) : null}
      {row.partnerBillId ? (
        <div className="mb-6">
          <Callout
            tone="good"
            title={t('done')}
            actions={
              <LinkButton href={`${billsHref}/${row.partnerBillId}`} size="sm" variant="primary">
                {t('open')}
              </LinkButton>
            }
          >
            {t('doneNote')}
          </Callout>
        </div>
      ) : null}
      <ImportProgress initial={row} billsHref={billsHref} />
      {isUnderWay(row.state) ? <p className="max-w-xl text-sm text-ink-muted">{t('mayLeave')}</p> : null}
    </>
  );
}

/** The name alone out of "user:<id> name". */
const nameOf = (createdBy: string): string => createdBy.replace(/^\w+:\S+ /, '');
