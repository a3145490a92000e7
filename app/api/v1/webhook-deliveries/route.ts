import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { deliveryBody, listDeliveriesRoute } from '@/lib/schemas/api/webhooks';
import { listDeliveries } from '@/lib/services/webhooks/list-webhooks';

export const GET = defineRoute({
  ...listDeliveriesRoute,
  permission: 'webhook.read',
  run: async ({ ctx, query }) => {
    const { endpoint, state, type } = query;
    const page = await listDeliveries(ctx, listQueryOf(query, { endpoint, state, type }));
    return { ...page, data: page.data.map((delivery) => deliveryBody.parse(delivery)) };
  },
});
