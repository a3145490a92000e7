import { defineRoute } from '@/lib/http/define-route';
import { disputeBody, withdrawDisputeRoute } from '@/lib/schemas/api/disputes';
import { withdrawDispute } from '@/lib/services/disputes/withdraw-dispute';

export const POST = defineRoute({
  ...withdrawDisputeRoute,
  permission: 'dispute.raise',
  run: async ({ ctx, params, body }) => disputeBody.parse(await withdrawDispute(ctx, params.id, body.words)),
});
