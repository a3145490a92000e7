import { defineRoute } from '@/lib/http/define-route';
import { getApiKeyRoute } from '@/lib/schemas/api/api-keys';
import { getApiKey } from '@/lib/services/identity/list-api-keys';

export const GET = defineRoute({
  ...getApiKeyRoute,
  permission: 'api-key.manage',
  run: async ({ ctx, params }) => getApiKeyRoute.response.parse(await getApiKey(ctx, params.id)),
});
