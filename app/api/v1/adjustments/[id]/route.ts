import { defineRoute } from '@/lib/http/define-route';
import { getAdjustmentRoute } from '@/lib/schemas/api/adjustments';
import { getAdjustment } from '@/lib/services/adjustments/get-adjustment';

export const GET = defineRoute({
  ...getAdjustmentRoute,
  permission: 'adjustment.read',
  run: ({ ctx, params: { id } }) => getAdjustment(ctx, id),
});
