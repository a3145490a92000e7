import { defineRoute } from '@/lib/http/define-route';
import { deliveryDetailBody, getDeliveryRoute } from '@/lib/schemas/api/webhooks';
import { getDelivery } from '@/lib/services/webhooks/list-webhooks';

export const GET = defineRoute({
  ...getDeliveryRoute,
  permission: 'webhook.read',
  run: async ({ ctx, params }) => deliveryDetailBody.parse(await getDelivery(ctx, params.id)),
});
