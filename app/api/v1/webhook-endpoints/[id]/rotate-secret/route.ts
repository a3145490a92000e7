import { defineRoute } from '@/lib/http/define-route';
import { rotateSecretRoute } from '@/lib/schemas/api/webhooks';
import { rotateSecret } from '@/lib/services/webhooks/change-endpoint';

export const POST = defineRoute({
  ...rotateSecretRoute,
  permission: 'webhook.manage',
  run: async ({ ctx, params }) => rotateSecretRoute.response.parse(await rotateSecret(ctx, params.id)),
});
