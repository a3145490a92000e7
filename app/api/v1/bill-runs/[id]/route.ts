import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getRunRoute } from '@/lib/schemas/api/bill-runs';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';

export const GET = defineRoute({
  ...getRunRoute,
  permission: 'bill-run.read',
  run: async ({ ctx, params }) => billRunAnswer(await getBillRun(ctx, params.id)),
});
