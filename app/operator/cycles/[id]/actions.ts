'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { cohortFirst, holdReason, runAccountFilter } from '@/lib/schemas/run-account-filter';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { holdAccounts } from '@/lib/services/bill-runs/hold-accounts';
import { runAccountFilterOf } from '@/lib/services/bill-runs/list-run-accounts';
import { pauseBillRun } from '@/lib/services/bill-runs/pause-bill-run';
import { readRunLanes } from '@/lib/services/bill-runs/read-run-lanes';
import { releaseAccounts } from '@/lib/services/bill-runs/release-accounts';
import { resumeBillRun } from '@/lib/services/bill-runs/resume-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { previewCohort as preview, startCohort as start } from '@/lib/services/bill-runs/start-cohort';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import type { ServiceContext } from '@/lib/services/context';

const runOnly = z.strictObject({ runId: z.uuid() });

export const startRun = defineAction({
  schema: z.strictObject({ cycleId: z.uuid(), dryRun: z.boolean() }),
  permission: 'bill-run.manage',
  run: async ({ ctx, input }) => idOf(await startBillRun(ctx, input)),
});

/** For a page whose event stream was refused. */
export const readRun = defineAction({
  schema: runOnly,
  permission: 'bill-run.read',
  run: ({ ctx, input }) => getBillRun(ctx, input.runId),
});

export const readLanes = defineAction({
  schema: runOnly,
  permission: 'bill-run.read',
  run: ({ ctx, input }) => readRunLanes(ctx, input.runId),
});

export const pauseRun = changeRun(pauseBillRun);
export const resumeRun = changeRun(resumeBillRun);
export const approveRun = changeRun(approveBillRun);
export const issueRun = changeRun(startIssue);
export const cancelRun = changeRun(cancelBillRun);

/** The accounts of the table as it is narrowed, or those with a finding, or one. */
const listed = z.strictObject({
  runId: z.uuid(),
  q: z.string().max(200),
  filters: z.partialRecord(
    z.enum(['state', 'severity', 'change', 'currency', 'code', 'account', 'said']),
    z.array(z.string().max(100)).max(200),
  ),
  reason: holdReason,
});

export const holdListed = changeHolds(holdAccounts);
export const releaseListed = changeHolds(releaseAccounts);

const cohort = z.strictObject({
  runId: z.uuid(),
  filter: runAccountFilter,
  first: cohortFirst.optional(),
});

export const previewCohort = defineAction({
  schema: cohort,
  permission: 'bill-run.read',
  run: ({ ctx, input: { runId, ...request } }) => preview(ctx, runId, request),
});

export const startCohort = defineAction({
  schema: cohort,
  permission: 'bill-run.manage',
  run: async ({ ctx, input: { runId, ...request } }) => idOf(await start(ctx, runId, request)),
});

function changeRun(change: (ctx: ServiceContext, runId: string) => Promise<{ id: string }>) {
  return defineAction({
    schema: runOnly,
    permission: 'bill-run.manage',
    run: async ({ ctx, input }) => idOf(await change(ctx, input.runId)),
  });
}

function changeHolds(change: typeof holdAccounts) {
  return defineAction({
    schema: listed,
    permission: 'bill-run.manage',
    run: ({ ctx, input: { runId, q, filters, reason } }) => {
      const given = Object.entries(filters).filter((entry): entry is [string, string[]] => !!entry[1]);
      return change(ctx, runId, {
        filter: runAccountFilterOf({ q, filters: Object.fromEntries(given) }),
        reason,
      });
    },
  });
}

const idOf = ({ id }: { id: string }) => ({ id });
