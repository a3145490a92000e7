import { defineRoute } from '@/lib/http/define-route';
import { answerObjectionRoute } from '@/lib/schemas/api/payouts';
import { answerObjection } from '@/lib/services/payouts/answer-objection';

export const POST = defineRoute({
  ...answerObjectionRoute,
  permission: 'payout.manage',
  run: ({ ctx, params, body }) => answerObjection(ctx, { payout: params.id, ...body }),
});
