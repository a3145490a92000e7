import { defineRoute } from '@/lib/http/define-route';
import { answerDisputeRoute, disputeBody } from '@/lib/schemas/api/disputes';
import { answerDispute } from '@/lib/services/disputes/answer-dispute';

export const POST = defineRoute({
  ...answerDisputeRoute,
  permission: 'dispute.answer',
  run: async ({ ctx, params, body }) => disputeBody.parse(await answerDispute(ctx, params.id, body)),
});
