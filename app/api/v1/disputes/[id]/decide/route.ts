import { defineRoute } from '@/lib/http/define-route';
import { decideDisputeRoute, disputeBody } from '@/lib/schemas/api/disputes';
import { decideDispute } from '@/lib/services/disputes/decide-dispute';

export const POST = defineRoute({
  ...decideDisputeRoute,
  permission: 'dispute.decide',
  run: async ({ ctx, params, body }) => disputeBody.parse(await decideDispute(ctx, params.id, body)),
});
