import { defineRoute } from '@/lib/http/define-route';
import { changeDisputePolicyRoute, getDisputePolicyRoute } from '@/lib/schemas/api/disputes';
import { changeDisputePolicy, getDisputePolicy } from '@/lib/services/disputes/dispute-policy';

export const GET = defineRoute({
  ...getDisputePolicyRoute,
  permission: 'dispute.decide',
  run: ({ ctx }) => getDisputePolicy(ctx),
});

export const PUT = defineRoute({
  ...changeDisputePolicyRoute,
  permission: 'dispute.decide',
  run: ({ ctx, body }) => changeDisputePolicy(ctx, body),
});
