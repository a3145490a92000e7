import { defineRoute } from '@/lib/http/define-route';
import { createRefundFileRoute } from '@/lib/schemas/api/refunds';
import { createRefundFile } from '@/lib/services/refunds/create-refund-file';

export const POST = defineRoute({
  ...createRefundFileRoute,
  permission: 'refund.manage',
  run: ({ ctx, body: { refunds = null, executionOn = null } }) =>
    createRefundFile(ctx, { refunds, executionOn }),
});
