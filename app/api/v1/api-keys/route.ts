import { defineRoute } from '@/lib/http/define-route';
import { createApiKeyRoute, listApiKeysRoute } from '@/lib/schemas/api/api-keys';
import { listQueryOf } from '@/lib/schemas/api/page';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { listApiKeys } from '@/lib/services/identity/list-api-keys';

export const GET = defineRoute({
  ...listApiKeysRoute,
  permission: 'api-key.manage',
  run: async ({ ctx, query: { state, audience, party, ...page } }) =>
    listApiKeysRoute.response.parse(await listApiKeys(ctx, listQueryOf(page, { state, audience, party }))),
});

export const POST = defineRoute({
  ...createApiKeyRoute,
  permission: 'api-key.manage',
  run: async ({ ctx, body: { party, ...body } }) => {
    const { audience = ctx.actor.audience, permissions = null, expiresAt = null, name, role } = body;
    const partyId = party ?? (audience === ctx.actor.audience ? ctx.actor.partyId : null);
    const made = await createApiKey(ctx, { name, role, audience, partyId, permissions, expiresAt });
    return createApiKeyRoute.response.parse({ ...made, secret: made.key });
  },
});
