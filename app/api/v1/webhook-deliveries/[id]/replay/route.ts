import { defineRoute } from '@/lib/http/define-route';
import { deliveryDetailBody, replayDeliveryRoute } from '@/lib/schemas/api/webhooks';
import { replayDelivery } from '@/lib/services/webhooks/list-webhooks';

export const POST = defineRoute({
  ...replayDeliveryRoute,
  permission: 'webhook.manage',
  run: async ({ ctx, params }) => deliveryDetailBody.parse(await replayDelivery(ctx, params.id)),
});
