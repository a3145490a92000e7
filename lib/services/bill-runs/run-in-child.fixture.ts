import { connectAs } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { issueCohort } from '@/lib/services/bill-runs/issue-cohort';

// A process that does one part of a run and may be killed on the way:
// <advance|issue|cohort> <url> <operator> <run> <accounts a chunk> [cohort]
const [part, url, operatorId, runId, accountsPerChunk, cohortId] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string?,
];
connectAs(url);
const ctx = { actor: systemActor(operatorId), now: NOW };
const options = { accountsPerChunk: Number(accountsPerChunk) };
const work = {
  advance: () => advanceBillRun(ctx, runId, options),
  issue: () => issueBillRun(ctx, runId, options),
  cohort: () => issueCohort(ctx, { runId, cohortId: cohortId! }, options),
}[part]!;
process.stdout.write(await work());
process.exit(0);
