import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { RunControls } from '@/app/operator/cycles/[id]/_components/run-controls';
import { RunProgress } from '@/app/operator/cycles/[id]/_components/run-progress';
import { readLanes, readRun } from '@/app/operator/cycles/[id]/actions';
import { CycleExpectations } from '@/app/operator/cycles/[id]/cycle-expectations';
import { CyclePlan } from '@/app/operator/cycles/[id]/cycle-plan';
import { RunAccountSheet } from '@/app/operator/cycles/[id]/run-account-sheet';
import { RunAccounts } from '@/app/operator/cycles/[id]/run-accounts';
import { runActions } from '@/app/operator/cycles/[id]/run-actions';
import { RunChanges } from '@/app/operator/cycles/[id]/run-changes';
import { RunCohorts } from '@/app/operator/cycles/[id]/run-cohorts';
import { RunFindings } from '@/app/operator/cycles/[id]/run-findings';
import { RunHistory } from '@/app/operator/cycles/[id]/run-history';
import { runQuestions } from '@/app/operator/cycles/[id]/run-questions';
import { RunResult } from '@/app/operator/cycles/[id]/run-result';
import { cycleTone } from '@/components/cycle/cycle-state';
import { queryText } from '@/components/data-table/query-text';
import { currentStage, runSteps } from '@/components/run/next-step';
import { RunStages } from '@/components/run/run-stages';
import { isUnderWay } from '@/components/run/run-view';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { listBillRuns } from '@/lib/services/bill-runs/list-bill-runs';
import { getCycle } from '@/lib/services/cycles/get-cycle';

/** Read once for the page and its title. */
const readCycle = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, cycle: await orNotFound(getCycle(ctx, id)) };
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cycle } = await readCycle((await params).id);
  return { title: cycle.specName };
}

const COMPUTING: ReadonlySet<string> = new Set(['queued', 'running', 'issuing']);

/** The cockpit of one cycle's bill run: where it stands, the next step, what is odd, and every account. */
export default async function CyclePage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const t = await getTranslations('operator');
  const search = await searchParams;
  const { ctx, ...first } = await readCycle((await params).id);
  let { cycle } = first;
  let runs = await listBillRuns(ctx, cycle.id);
  const chosen = typeof search.run === 'string' ? search.run : null;
  const shownId = runs.find((run) => run.id === chosen)?.id ?? cycle.run?.id ?? null;
  const run = shownId === null ? null : await orNotFound(getBillRun(ctx, shownId));
  // A run that came to rest between these reads would leave the page with two stories, and nothing to follow.
  if (run && runs.find(({ id }) => id === run.id)?.state !== run.phase) {
    cycle = await orNotFound(getCycle(ctx, cycle.id));
    runs = await listBillRuns(ctx, cycle.id);
  }
  const isOld = run !== null && !run.dryRun && run.id !== cycle.run?.id;

  const situation = run && {
    phase: run.phase,
    dryRun: run.dryRun,
    held: run.accounts.held,
    ready: run.accounts.done - run.accounts.issued,
  };
  const offered = runSteps({ hasEnded: cycle.phase === 'ended', run: situation });
  const mayAct = can(ctx.actor, 'bill-run.manage') && !isOld;
  const mayHold = mayAct && run !== null && !run.dryRun;
  const opened = typeof search.account === 'string' ? search.account : null;
  const isComputing = run !== null && COMPUTING.has(run.phase);
  const isMoving =
    run !== null && (isUnderWay(run.phase) || run.phase === 'paused' || run.phase === 'failed');
  return (
    <>
      <PageHeader
        title={cycle.specName}
        breadcrumbs={[{ label: t('cycles.title'), href: '/operator/cycles' }, { label: cycle.specName }]}
        state={<StateBadge tone={cycleTone(cycle.state)} label={t(`cycleState.${cycle.state}`)} />}
        meta={
          <>
            <PeriodText from={cycle.periodFrom} to={cycle.periodTo} /> · {cycle.timeZone}
          </>
        }
        actions={
          mayAct ? (
            <RunControls
              cycleId={cycle.id}
              run={run}
              steps={offered}
              questions={await runQuestions(cycle, run)}
              actions={runActions}
            />
          ) : null
        }
      />
      {run?.dryRun || isOld ? (
        <Callout
          title={t(isOld ? 'run.oldTitle' : 'run.dryTitle')}
          actions={
            <LinkButton size="sm" href={`/operator/cycles/${cycle.id}`}>
              {t(cycle.run ? 'run.toLatest' : 'run.toPlan')}
            </LinkButton>
          }
        >
          {t(isOld ? 'run.oldNote' : 'run.dryNote')}
        </Callout>
      ) : (
        <RunStages current={currentStage(situation)} />
      )}
      {cycle.phase === 'running' ? (
        <Callout title={t('run.notEndedTitle')}>
          {t.rich('run.notEndedNote', {
            at: () => <InstantText value={cycle.toAt} timeZone={cycle.timeZone} />,
          })}
        </Callout>
      ) : null}
      {run?.failure ? (
        <Callout tone="risk" title={t('run.failedTitle')}>
          {run.failure}
        </Callout>
      ) : null}
      {run && isMoving ? <RunProgress initial={run} ask={readRun} askLanes={readLanes} /> : null}
      {run && !isMoving ? <RunResult cycle={cycle} run={run} /> : null}
      {run && !run.dryRun ? <RunCohorts ctx={ctx} run={run} mayAct={mayAct} /> : null}
      {run && !isComputing ? (
        <>
          <RunFindings ctx={ctx} run={run} mayAct={mayHold} />
          <RunChanges ctx={ctx} run={run} />
          <RunAccounts ctx={ctx} cycleId={cycle.id} run={run} mayAct={mayHold} search={search} />
        </>
      ) : null}
      {run && opened ? (
        <RunAccountSheet
          ctx={ctx}
          run={run}
          accountId={opened}
          mayAct={mayHold}
          closeHref={queryText({ ...search, account: undefined }) || '?'}
        />
      ) : null}
      <CycleExpectations ctx={ctx} cycle={cycle} />
      <CyclePlan ctx={ctx} cycle={cycle} />
      <RunHistory cycleId={cycle.id} runs={runs} shownId={shownId} timeZone={cycle.timeZone} />
    </>
  );
}
