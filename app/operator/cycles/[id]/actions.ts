'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { pauseBillRun } from '@/lib/services/bill-runs/pause-bill-run';
import { resumeBillRun } from '@/lib/services/bill-runs/resume-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import type { ServiceContext } from '@/lib/services/context';

export const startRun = defineAction({
  schema: z.strictObject({ cycleId: z.uuid(), dryRun: z.boolean() }),
  permission: 'bill-run.manage',
  run: async ({ ctx, input }) => idOf(await startBillRun(ctx, input)),
});

/** For a page whose event stream was refused. */
export const readRun = defineAction({
  schema: z.strictObject({ runId: z.uuid() }),
  permission: 'bill-run.read',
  run: ({ ctx, input }) => getBillRun(ctx, input.runId),
});

export const pauseRun = changeRun(pauseBillRun);
export const resumeRun = changeRun(resumeBillRun);
export const approveRun = changeRun(approveBillRun);
export const issueRun = changeRun(startIssue);
export const cancelRun = changeRun(cancelBillRun);

function changeRun(change: (ctx: ServiceContext, runId: string) => Promise<{ id: string }>) {
  return defineAction({
    schema: z.strictObject({ runId: z.uuid() }),
    permission: 'bill-run.manage',
    run: async ({ ctx, input }) => idOf(await change(ctx, input.runId)),
  });
}

const idOf = ({ id }: { id: string }) => ({ id });
