import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { RunControls } from '@/app/operator/cycles/[id]/_components/run-controls';
import { RunProgress } from '@/app/operator/cycles/[id]/_components/run-progress';
import { readLanes, readRun } from '@/app/operator/cycles/[id]/actions';
import { runActions } from '@/app/operator/cycles/[id]/run-actions';
import { MoneyText } from '@/components/money/money-text';
import { currentStage, type RunStep, runSteps } from '@/components/run/next-step';
import { RunStages } from '@/components/run/run-stages';
import { isUnderWay } from '@/components/run/run-view';
import { Callout } from '@/components/ui/callout';
import { IssueList } from '@/components/ui/issue-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccount } from '@/lib/services/accounts/get-account';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';

type Props = { params: Promise<{ number: string; run: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.billNow'))('runTitle') };
}

// Beside a cycle there is nothing to run again: another bill on demand is asked for at the account.
const STEPS: ReadonlySet<RunStep> = new Set(['pause', 'resume', 'approve', 'issue', 'cancel']);

/** The run of one account's bill: its draft to look at, then approve and issue. */
export default async function AccountRunPage({ params }: Props) {
  const t = await getTranslations('operator.billNow');
  const ctx = await requireContext('operator');
  const { number, run: runId } = await params;
  const account = await orNotFound(getAccount(ctx, decodeURIComponent(number)));
  const run = await orNotFound(getBillRun(ctx, runId));
  const { data } = await listRunAccounts(ctx, run.id, {
    q: '',
    sort: null,
    after: null,
    pageSize: 1,
    filters: { account: [account.id] },
  });
  const row = data[0];
  if (!row || run.kind === 'cycle') notFound();

  const situation = {
    phase: run.phase,
    dryRun: run.dryRun,
    held: run.accounts.held,
    ready: run.accounts.done - run.accounts.issued,
  };
  const offered = runSteps({ hasEnded: true, run: situation });
  const next = offered.next !== null && STEPS.has(offered.next) ? offered.next : null;
  const home = `/operator/accounts/${account.number}`;
  const title = t(`title.${run.kind}`);
  const isMoving = isUnderWay(run.phase) || run.phase === 'paused' || run.phase === 'failed';
  const question = (step: 'approve' | 'issue' | 'cancel') => ({
    title: t(`ask.${step}.title`),
    description: (
      <p>{t(`ask.${step}.${run.kind === 'final' && step === 'issue' ? 'final' : 'description'}`)}</p>
    ),
    confirm: t(`ask.${step}.confirm`),
  });
  return (
    <>
      <PageHeader
        title={title}
        meta={account.name}
        breadcrumbs={[
          { label: account.customer.name, href: `/operator/customers/${account.customer.slug}` },
          { label: account.number, href: home },
          { label: title },
        ]}
        actions={
          can(ctx.actor, 'bill-run.manage') ? (
            <RunControls
              cycleId={run.cycle}
              run={run}
              steps={{ next, others: offered.others.filter((step) => STEPS.has(step)) }}
              questions={{
                approve: question('approve'),
                issue: question('issue'),
                cancel: question('cancel'),
              }}
              actions={runActions}
            />
          ) : null
        }
      />
      <RunStages current={currentStage(situation)} />
      {run.failure ? (
        <Callout tone="risk" title={t('failed')}>
          {run.failure}
        </Callout>
      ) : null}
      {isMoving ? <RunProgress initial={run} ask={readRun} askLanes={readLanes} /> : null}
      {run.phase === 'cancelled' ? <Callout title={t('cancelledTitle')}>{t('cancelledNote')}</Callout> : null}
      {run.phase === 'issued' ? (
        <Callout tone="good" title={t('issuedTitle')}>
          {t(`issuedNote.${row.state === 'held' ? 'held' : run.kind}`)}
        </Callout>
      ) : null}
      {isUnderWay(run.phase) || run.phase === 'cancelled' ? null : (
        <Section title={t('draftTitle')}>
          <p className="mb-4 text-2xl font-medium tracking-tight">
            {row.total === null ? (
              t('nothing')
            ) : (
              <MoneyText amount={row.total} currency={row.currency} size="figure" />
            )}
          </p>
          {row.bill ? (
            <LinkButton href={`/operator/bills/${row.bill.id}`}>
              {t(row.bill.number === null ? 'toDraft' : 'toBill')}
            </LinkButton>
          ) : null}
          {row.issues.length > 0 ? (
            <div className="pt-4">
              <IssueList
                issues={row.issues.map(({ code, severity, message }) => ({ code, severity, message }))}
              />
            </div>
          ) : null}
        </Section>
      )}
    </>
  );
}
