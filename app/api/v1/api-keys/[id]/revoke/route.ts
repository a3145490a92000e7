import { defineRoute } from '@/lib/http/define-route';
import { revokeApiKeyRoute } from '@/lib/schemas/api/api-keys';
import { revokeApiKey } from '@/lib/services/identity/revoke-api-key';

export const POST = defineRoute({
  ...revokeApiKeyRoute,
  permission: 'api-key.manage',
  run: async ({ ctx, params }) => revokeApiKeyRoute.response.parse(await revokeApiKey(ctx, params)),
});
