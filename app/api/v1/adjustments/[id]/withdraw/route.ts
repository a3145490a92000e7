import { defineRoute } from '@/lib/http/define-route';
import { withdrawAdjustmentRoute } from '@/lib/schemas/api/adjustments';
import { withdrawAdjustment } from '@/lib/services/adjustments/withdraw-adjustment';

export const POST = defineRoute({
  ...withdrawAdjustmentRoute,
  permission: 'adjustment.manage',
  run: ({ ctx, params: { id }, body: { reason } }) => withdrawAdjustment(ctx, id, reason),
});
