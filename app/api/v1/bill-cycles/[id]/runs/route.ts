import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { startRunRoute } from '@/lib/schemas/api/bill-cycles';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';

export const POST = defineRoute({
  ...startRunRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params, body }) => {
    const run = await startBillRun(ctx, { cycleId: params.id, dryRun: body.dryRun });
    return Response.json(billRunAnswer(run), {
      status: startRunRoute.status,
      headers: { location: `/api/v1/bill-runs/${run.id}` },
    });
  },
});
