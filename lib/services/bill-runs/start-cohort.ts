import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { newId } from '@/lib/db/id';
import { findCohort, insertCohort, joinCohort, measureReady } from '@/lib/db/run-cohorts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { civilDateAt } from '@/lib/domain/period/zone';
import { invalid } from '@/lib/errors';
import { applyChange, refuseDryRun, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import {
  type CohortPreview,
  type CohortRequest,
  type CohortView,
  cohortPreview,
  cohortView,
} from '@/lib/services/bill-runs/cohort-view';
import { enqueueCohort } from '@/lib/services/bill-runs/enqueue-run';
import { accountFilterOf } from '@/lib/services/bill-runs/run-account-filter';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * Approves a part of a reviewed run and hands it to the workers to be issued, before the rest. Which accounts it has is fixed here:
 * those that fit, are computed and not held, and are in no other part under way. The run stays open for the rest; other parts may
 * be started meanwhile. Fails: `not_found`, `dry_run`, `wrong_state` unless the run is in review, `empty_cohort` (422).
 */
export async function startCohort(
  ctx: ServiceContext,
  runId: string,
  request: CohortRequest,
): Promise<CohortView> {
  authorise(ctx, 'bill-run.manage');
  const filter = accountFilterOf(request.filter);
  const first = request.first ?? null;
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    refuseDryRun(run);
    const size = await measureReady(sql, runId, filter, first);
    const issuedOn = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    const id = newId();
    await applyChange(ctx, sql, run, {
      event: 'issue_cohort',
      action: 'cohort-approved',
      details: { cohortId: id, accounts: size.accounts, totals: size.totals, issuedOn, request },
    });
    if (size.accounts === 0) throw invalid('empty_cohort', 'filter', NOTHING_FITS);
    const joined = await joinCohort(sql, runId, id, filter, first);
    if (joined !== size.accounts) throw new Error(`A cohort of ${size.accounts} accounts got ${joined}`);
    const cohort = { id, runId, issuedOn, requestedBy: ctx.actor.name, createdAt: ctx.now };
    await insertCohort(sql, operatorId, { ...cohort, ...size, filter: request });
    await enqueueCohort(sql, operatorId, runId, id);
    return cohortView((await findCohort(sql, runId, id))!);
  });
}

const NOTHING_FITS = 'No account fits that is computed, not held and not on its way already.';

/** What `startCohort` would approve, with nothing done. Fails: `not_found` when there is no such run. */
export async function previewCohort(
  ctx: ServiceContext,
  runId: string,
  request: CohortRequest,
): Promise<CohortPreview> {
  authorise(ctx, 'bill-run.read');
  const filter = accountFilterOf(request.filter);
  const size = await withTenantSql(scopeOf(ctx.actor), (sql) =>
    measureReady(sql, runId, filter, request.first ?? null),
  );
  return cohortPreview(size);
}
