import { runAnswer } from '@/app/api/v1/settlement-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getSettlementRunRoute } from '@/lib/schemas/api/settlement-runs';
import { getSettlementRun } from '@/lib/services/settlement-runs/get-settlement-run';

export const GET = defineRoute({
  ...getSettlementRunRoute,
  permission: 'settlement-run.read',
  run: async ({ ctx, params }) => runAnswer(await getSettlementRun(ctx, params.id)),
});
