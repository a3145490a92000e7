import { runAnswer } from '@/app/api/v1/settlement-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { approveSettlementRunRoute } from '@/lib/schemas/api/settlement-runs';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';

export const POST = defineRoute({
  ...approveSettlementRunRoute,
  permission: 'payout.approve',
  run: async ({ ctx, params, body }) => runAnswer(await approveSettlementRun(ctx, params.id, body)),
});
