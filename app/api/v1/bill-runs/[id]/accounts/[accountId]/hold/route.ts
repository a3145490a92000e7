import { runAccountAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { holdAccountRoute } from '@/lib/schemas/api/run-accounts';
import { holdAccount } from '@/lib/services/bill-runs/hold-account';

export const POST = defineRoute({
  ...holdAccountRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params: { id: runId, accountId }, body: { reason } }) =>
    runAccountAnswer(await holdAccount(ctx, { runId, accountId, reason })),
});
