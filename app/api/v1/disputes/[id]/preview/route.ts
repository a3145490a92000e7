import { defineRoute } from '@/lib/http/define-route';
import { decisionPreviewBody, previewDecisionRoute } from '@/lib/schemas/api/disputes';
import { previewDecision } from '@/lib/services/disputes/preview-decision';

export const GET = defineRoute({
  ...previewDecisionRoute,
  permission: 'dispute.decide',
  run: async ({ ctx, params, query: { decision, amount = null } }) =>
    decisionPreviewBody.parse(await previewDecision(ctx, params.id, { decision, amount })),
});
