import { defineRoute } from '@/lib/http/define-route';
import { createAdjustmentRoute, listAdjustmentsRoute } from '@/lib/schemas/api/adjustments';
import { listQueryOf } from '@/lib/schemas/api/page';
import { createAdjustment } from '@/lib/services/adjustments/create-adjustment';
import { listAdjustments } from '@/lib/services/adjustments/list-adjustments';

export const POST = defineRoute({
  ...createAdjustmentRoute,
  permission: 'adjustment.manage',
  run: ({ ctx, body }) => createAdjustment(ctx, body),
});

export const GET = defineRoute({
  ...listAdjustmentsRoute,
  permission: 'adjustment.read',
  run: ({ ctx, query }) => {
    const { billingAccount: account, state, bill, kind, currency } = query;
    return listAdjustments(ctx, listQueryOf(query, { account, state, bill, kind, currency }));
  },
});
