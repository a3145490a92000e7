import { defineRoute } from '@/lib/http/define-route';
import { disputeDetailBody, getDisputeRoute } from '@/lib/schemas/api/disputes';
import { getDispute } from '@/lib/services/disputes/get-dispute';

export const GET = defineRoute({
  ...getDisputeRoute,
  permission: 'dispute.read',
  run: async ({ ctx, params }) => disputeDetailBody.parse(await getDispute(ctx, params.id)),
});
