import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { pauseRunRoute } from '@/lib/schemas/api/bill-runs';
import { pauseBillRun } from '@/lib/services/bill-runs/pause-bill-run';

export const POST = defineRoute({
  ...pauseRunRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params }) => billRunAnswer(await pauseBillRun(ctx, params.id)),
});
