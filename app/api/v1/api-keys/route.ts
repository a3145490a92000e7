import { AppError } from '@/lib/errors';
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
    const asked = { name, role, audience, partyId, permissions, expiresAt };
    const made = await createApiKey(ctx, asked).catch(namedAsHere);
    return createApiKeyRoute.response.parse({ ...made, secret: made.key });
  },
});

/** What the service calls `partyId` is `party` in a request. */
function namedAsHere(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const issues = error.issues.map((issue) =>
    issue.path === 'partyId' ? { ...issue, path: 'party' } : issue,
  );
  throw new AppError(error.kind, error.code, error.message, issues);
}
