import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'API keys';
const idParams = z.strictObject({ id: z.uuid() });
const audience = z.enum(['operator', 'partner', 'customer']);
const role = z.enum(['admin', 'billing', 'viewer']);
const state = z.enum(['live', 'expired', 'revoked']);

/** What a key is called and may do, in forms and in the API. */
export const apiKeyInput = {
  name: z.string().trim().min(1).max(100).describe('Where it is used, as "Warehouse import".'),
  role: role.describe('`viewer` reads, `billing` writes too, `admin` manages people and keys as well.'),
  permissions: z
    .array(z.string().max(60))
    .min(1)
    .max(50)
    .nullish()
    .describe('Fewer than the role has, as `["usage.send"]`; all of them without.'),
};

/** How long both keys may hold. */
const MOST_OVERLAP_HOURS = 168;
export const overlapHours = z.int().min(0).max(MOST_OVERLAP_HOURS);

export const apiKeyBody = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('How the key begins, to recognise it by.'),
  audience,
  party: z
    .object({ id: z.uuid(), slug: z.string(), name: z.string() })
    .nullable()
    .describe("The partner or customer it is of; null for the operator's own."),
  role,
  permissions: z.array(z.string()).nullable().describe('Null: all that the role has.'),
  state,
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe('To within five minutes; null when it never was.'),
  replacedById: z
    .uuid()
    .nullable()
    .describe('The key that took its place; this one holds until `expiresAt`.'),
  revokedAt: z.iso.datetime().nullable(),
});

const withSecret = apiKeyBody.extend({
  secret: z
    .string()
    .nullable()
    .describe('The key itself, this once. Null where an answer is repeated by its `Idempotency-Key`.'),
});

export const listApiKeysRoute = routeSpec({
  method: 'get',
  path: '/api/v1/api-keys',
  summary: 'List API keys',
  description: "Your own, the latest first; an operator's list has those of its partners and customers too.",
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: state.optional(),
    audience: audience.optional(),
    party: z.uuid().optional(),
  }),
  response: pageOf(apiKeyBody),
});

export const createApiKeyRoute = routeSpec({
  method: 'post',
  path: '/api/v1/api-keys',
  summary: 'Make an API key',
  description:
    'The answer has the key, once; it is stored as its hash. A key can do no more than whoever makes it, and one made with a key ends with that one at the latest. A party has 25 live keys at most.',
  tag,
  body: z.strictObject({
    ...apiKeyInput,
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe('Within five years; without, it has no end.'),
    audience: audience.optional().describe('By the operator, for one of its parties; otherwise your own.'),
    party: z.uuid().optional().describe('The id of that party.'),
  }),
  status: 201,
  response: withSecret,
});

export const getApiKeyRoute = routeSpec({
  method: 'get',
  path: '/api/v1/api-keys/{id}',
  summary: 'Read an API key',
  tag,
  params: idParams,
  response: apiKeyBody,
});

export const revokeApiKeyRoute = routeSpec({
  method: 'post',
  path: '/api/v1/api-keys/{id}/revoke',
  summary: 'Revoke an API key',
  description:
    'At once: the next request with it, or with a key that was made with it, is refused with 401 `key_revoked`. Again it changes nothing.',
  tag,
  params: idParams,
  response: apiKeyBody,
});

export const rotateApiKeyRoute = routeSpec({
  method: 'post',
  path: '/api/v1/api-keys/{id}/rotate',
  summary: 'Exchange an API key',
  description:
    'A new key with the same name, rights and length of life, in the answer once. The one before holds for `overlapHours` more, 0 to 168, and keys that were made with it end with it at the latest: make those that are still wanted anew. A key that exchanges itself keeps its end, because what a key makes ends with it at the latest. A party has 50 live keys at most with those that are being replaced (`too_many_keys`).',
  tag,
  params: idParams,
  body: z.strictObject({ overlapHours: overlapHours.default(24) }),
  status: 201,
  response: withSecret,
});

export const apiKeyRoutes = [
  listApiKeysRoute,
  createApiKeyRoute,
  getApiKeyRoute,
  revokeApiKeyRoute,
  rotateApiKeyRoute,
];
