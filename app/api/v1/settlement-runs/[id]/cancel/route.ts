import { runAnswer } from '@/app/api/v1/settlement-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { cancelSettlementRunRoute } from '@/lib/schemas/api/settlement-runs';
import { cancelSettlementRun } from '@/lib/services/settlement-runs/cancel-settlement-run';

export const POST = defineRoute({
  ...cancelSettlementRunRoute,
  permission: 'payout.manage',
  run: async ({ ctx, params }) => runAnswer(await cancelSettlementRun(ctx, params.id)),
});
