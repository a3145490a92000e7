import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { cancelRunRoute } from '@/lib/schemas/api/bill-runs';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';

export const POST = defineRoute({
  ...cancelRunRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params }) => billRunAnswer(await cancelBillRun(ctx, params.id)),
});
