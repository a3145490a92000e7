import { defineRoute } from '@/lib/http/define-route';
import { testEndpointRoute } from '@/lib/schemas/api/webhooks';
import { sendTestEvent } from '@/lib/services/webhooks/change-endpoint';

export const POST = defineRoute({
  ...testEndpointRoute,
  permission: 'webhook.manage',
  run: async ({ ctx, params }) => ({ delivery: (await sendTestEvent(ctx, params.id)).deliveryId }),
});
