import { defineRoute } from '@/lib/http/define-route';
import { createEndpointRoute, endpointBody, listEndpointsRoute } from '@/lib/schemas/api/webhooks';
import { createEndpoint } from '@/lib/services/webhooks/create-endpoint';
import { listEndpoints } from '@/lib/services/webhooks/list-webhooks';

export const GET = defineRoute({
  ...listEndpointsRoute,
  permission: 'webhook.read',
  run: async ({ ctx }) => ({
    data: (await listEndpoints(ctx)).map((endpoint) => endpointBody.parse(endpoint)),
  }),
});

export const POST = defineRoute({
  ...createEndpointRoute,
  permission: 'webhook.manage',
  run: async ({ ctx, body }) => createEndpointRoute.response.parse(await createEndpoint(ctx, body)),
});
