import { runAccountAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { releaseAccountRoute } from '@/lib/schemas/api/run-accounts';
import { releaseAccount } from '@/lib/services/bill-runs/hold-account';

export const POST = defineRoute({
  ...releaseAccountRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params: { id: runId, accountId }, body: { reason } }) =>
    runAccountAnswer(await releaseAccount(ctx, { runId, accountId, reason })),
});
