import { defineRoute } from '@/lib/http/define-route';
import {
  changeEndpointRoute,
  endpointBody,
  getEndpointRoute,
  removeEndpointRoute,
} from '@/lib/schemas/api/webhooks';
import { changeEndpoint, removeEndpoint } from '@/lib/services/webhooks/change-endpoint';
import { getEndpoint } from '@/lib/services/webhooks/list-webhooks';

export const GET = defineRoute({
  ...getEndpointRoute,
  permission: 'webhook.read',
  run: async ({ ctx, params }) => endpointBody.parse(await getEndpoint(ctx, params.id)),
});

export const PUT = defineRoute({
  ...changeEndpointRoute,
  permission: 'webhook.manage',
  run: async ({ ctx, params, body }) => endpointBody.parse(await changeEndpoint(ctx, params.id, body)),
});

export const DELETE = defineRoute({
  ...removeEndpointRoute,
  permission: 'webhook.manage',
  run: async ({ ctx, params }) => {
    await removeEndpoint(ctx, params.id);
    return { removed: true };
  },
});
