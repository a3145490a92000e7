import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { approveRunRoute } from '@/lib/schemas/api/bill-runs';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';

export const POST = defineRoute({
  ...approveRunRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params }) => billRunAnswer(await approveBillRun(ctx, params.id)),
});
