import { defineRoute } from '@/lib/http/define-route';
import { rotateApiKeyRoute } from '@/lib/schemas/api/api-keys';
import { rotateApiKey } from '@/lib/services/identity/rotate-api-key';

export const POST = defineRoute({
  ...rotateApiKeyRoute,
  permission: 'api-key.manage',
  run: async ({ ctx, params, body }) => {
    const made = await rotateApiKey(ctx, { ...params, ...body });
    return rotateApiKeyRoute.response.parse({ ...made, secret: made.key });
  },
});
