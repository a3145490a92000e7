import { defineRoute } from '@/lib/http/define-route';
import { moveAllocationsRoute, paymentBody } from '@/lib/schemas/api/payments';
import { getPayment } from '@/lib/services/payments/list-payments';
import { moveAllocations } from '@/lib/services/payments/move-allocations';
import { readParts } from '@/lib/services/payments/read-amount';

export const POST = defineRoute({
  ...moveAllocationsRoute,
  permission: 'payment.manage',
  run: async ({ ctx, params, body: { allocations, reason } }) => {
    const { currency } = await getPayment(ctx, params.id);
    return paymentBody.parse(await moveAllocations(ctx, params.id, readParts(allocations, currency), reason));
  },
});
