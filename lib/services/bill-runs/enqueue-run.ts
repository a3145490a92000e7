import type { Sql } from '@/lib/db/tenant';
import { enqueue } from '@/lib/queue/enqueue';

/** Lanes share a run's accounts; more than there are worker threads cost one look each. */
const LANES = 8;

/** Jobs for a run, one per lane, so that every worker can take part. Asked again, a lane that has not begun is the same job. */
export async function enqueueLanes(sql: Sql, operatorId: string, runId: string): Promise<void> {
  for (let lane = 0; lane < LANES; lane += 1) {
    await enqueue(
      sql,
      'bill-run.advance',
      { operatorId, runId },
      { jobKey: `bill-run.advance:${runId}:${lane}`, ...OPTIONS },
    );
  }
}

/** One job: numbers are given in one order, so issuing has its lanes in one process. */
export async function enqueueIssue(sql: Sql, operatorId: string, runId: string): Promise<void> {
  await enqueue(
    sql,
    'bill-run.issue',
    { operatorId, runId },
    { jobKey: `bill-run.issue:${runId}`, ...OPTIONS },
  );
}

/** One job a cohort, for the same reason. */
export async function enqueueCohort(
  sql: Sql,
  operatorId: string,
  runId: string,
  cohortId: string,
): Promise<void> {
  await enqueue(
    sql,
    'bill-run.issue-cohort',
    { operatorId, runId, cohortId },
    { jobKey: `bill-run.issue-cohort:${cohortId}`, ...OPTIONS },
  );
}

// Each killed worker costs an attempt, and a run outlives many.
const OPTIONS = { maxAttempts: 100 };
