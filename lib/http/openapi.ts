import { z } from 'zod';
import { problemSchema } from '@/lib/schemas/api/problem';
import type { RouteSpec } from '@/lib/schemas/api/route-spec';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the given operations, from the very schemas that validate them. */
export function openApiDocument(routes: readonly RouteSpec[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    path[route.method] = operationOf(route);
    paths[route.path] = path;
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Tributary API',
      version,
      description:
        'Usage and partner bills in, customer bills and payouts out. Amounts are decimal strings in major units; dates are YYYY-MM-DD; instants are UTC. Lists answer `data` and `nextCursor`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key: an admin makes one on the page of API keys, or with another by `POST /api/v1/api-keys`. 401 says why one is refused: `invalid_key`, `key_expired`, `key_revoked`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tributary.session',
          description: 'A signed-in browser.',
        },
      },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  };
}

function operationOf(route: RouteSpec): Json {
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.description && { description: route.description }),
    tags: [route.tag],
    ...(route.public && { security: [{}, { apiKey: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...headers(route)],
    ...(route.body && { requestBody: requestBody(route) }),
    responses: responses(route),
  };
}

/** post /api/v1/bill-cycles/{id}/runs → postBillCyclesIdRuns */
function operationId({ method, path }: RouteSpec): string {
  const words = path
    .replace('/api/v1/', '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: property,
  }));
}

function headers(route: RouteSpec): Json[] {
  if (route.method === 'get' || route.public) return [];
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'The same key with the same body gets the same answer; with another body, 422.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ];
}

function requestBody(route: RouteSpec): Json {
  if (typeof route.body === 'string') {
    const form = route.form ? jsonSchema(route.form, 'input') : { type: 'object', properties: {} };
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const schema = { ...form, properties: { ...(form.properties as Json), file } };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  const schema = jsonSchema(route.body!, 'input');
  const mediaTypes = route.accepts ?? ['application/json'];
  return { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema }])) };
}

function responses(route: RouteSpec): Json {
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  return {
    [String(route.status ?? 200)]: success(route),
    ...(route.also && {
      [String(route.also.status)]: {
        description: route.also.description,
        content: { 'application/json': { schema: jsonSchema(route.also.response, 'output') } },
      },
    }),
    ...(route.body && {
      400: problem('The body cannot be read.'),
      413: problem('The body is too large.'),
      415: problem('The body is of another media type.'),
    }),
    401: problem('The key is missing, unknown or revoked.'),
    ...(!route.public && { 403: problem('The role does not allow it.') }),
    ...(route.params && { 404: problem('There is no such thing in the caller’s scope.') }),
    ...(route.method !== 'get' &&
      !route.public && { 409: problem('The state of things does not allow it.') }),
    ...((route.body || route.query) && {
      422: problem('Something in the request is wrong; issues say where.'),
    }),
    429: problem('Too many requests; Retry-After says when to go on.'),
  };
}

function success(route: RouteSpec): Json {
  if ('mediaType' in route.response) {
    const { mediaType, description } = route.response;
    return { description, content: { [mediaType]: { schema: { type: 'string' } } } };
  }
  return {
    description: route.summary,
    content: { 'application/json': { schema: jsonSchema(route.response, 'output') } },
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, id: __, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
