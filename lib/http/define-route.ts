import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { actorFromRequest } from '@/lib/auth/request-actor';
import type { Actor } from '@/lib/domain/access/actor';
import { can, type Permission } from '@/lib/domain/access/permissions';
import { AppError, notFound } from '@/lib/errors';
import { clientAddress } from '@/lib/http/client-address';
import { type HeldUploadBody, openHeldUpload } from '@/lib/http/held-upload';
import { idempotent } from '@/lib/http/idempotent';
import { type MultipartBody, readMultipart } from '@/lib/http/multipart';
import { problemResponse } from '@/lib/http/problem';
import { countRequest } from '@/lib/http/rate-limit';
import { readJson } from '@/lib/http/read-body';
import type { RequestContext } from '@/lib/http/request-context';
import { requireSameOrigin } from '@/lib/http/same-origin';
import { openUpload, type UploadBody } from '@/lib/http/upload';
import { validate } from '@/lib/http/validate';

type BodyShape = z.ZodType | 'multipart' | 'upload' | 'held-upload';
type Optional<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Body<Schema> = Schema extends 'multipart'
  ? MultipartBody
  : Schema extends 'upload'
    ? UploadBody
    : Schema extends 'held-upload'
      ? HeldUploadBody
      : Optional<Schema>;
type Run<Input> = { run(input: Input): Promise<unknown> };

/** Strict schemas for what comes in; a route without one takes nothing there. A `RouteSpec` spreads into it. */
type Shape<Params, Query, BodySchema> = {
  params?: Params;
  query?: Query;
  body?: BodySchema;
  /** Media types of a JSON body; application/json unless said otherwise. */
  accepts?: readonly string[];
  /** The largest body in bytes; 1 MiB unless said otherwise. */
  maxBytes?: number;
  /** Of an answer that `run` returns as data; 200 unless said otherwise. */
  status?: number;
};

export type RouteInput<Params, Query, BodySchema, Ctx> = {
  ctx: Ctx;
  params: Optional<Params>;
  query: Optional<Query>;
  body: Body<BodySchema>;
  request: Request;
};

type NextContext = { params: Promise<Record<string, string | string[] | undefined>> };
export type RouteHandler = (request: Request, context: NextContext) => Promise<Response>;

/**
 * Makes a route handler: authenticates (key or session), limits, authorises, reads and validates, answers a repeated
 * `Idempotency-Key`, runs, and turns every failure into a problem document. `run` answers a `Response`, or data to
 * be sent as JSON. A public route's `ctx` is null for a caller without key or session.
 */
export function defineRoute<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  BodySchema extends BodyShape | undefined = undefined,
>(
  definition: { permission: Permission } & Shape<Params, Query, BodySchema> &
    Run<RouteInput<Params, Query, BodySchema, RequestContext>>,
): RouteHandler;
export function defineRoute<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  BodySchema extends BodyShape | undefined = undefined,
>(
  definition: { public: true } & Shape<Params, Query, BodySchema> &
    Run<RouteInput<Params, Query, BodySchema, RequestContext | null>>,
): RouteHandler;
export function defineRoute(definition: LooseDefinition): RouteHandler {
  return async (request, context) => {
    const requestId = randomUUID();
    try {
      const response = await answer(definition, request, context);
      return withHeaders(response, requestId);
    } catch (error) {
      return withHeaders(problemResponse(error, requestId), requestId);
    }
  };
}

/** The definition without its types, which only callers need. */
type LooseDefinition = {
  permission?: Permission;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: BodyShape;
  accepts?: readonly string[];
  maxBytes?: number;
  status?: number;
  run(input: unknown): Promise<unknown>;
};

async function answer(route: LooseDefinition, request: Request, context: NextContext): Promise<Response> {
  const address = () => ({ address: clientAddress(request.headers) });
  const actor = await actorFromRequest(request).catch(async (refusal: unknown) => {
    // Whoever sends a key that is none is nobody, and is limited as such.
    await countRequest(address());
    throw refusal;
  });
  await countRequest(actor ? { actorId: `${actor.kind}:${actor.id}` } : address());
  if (route.permission) requirePermission(actor, route.permission);
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && actor?.kind === 'user') requireSameOrigin(request.headers);

  const params = await readParams(route, context);
  const query = await readQuery(route, request);
  if (route.body === 'upload') {
    // A file that streams is known by its own digest, not by a key: sent again it is answered as the one that is there.
    const upload = await openUpload(request);
    return respond(route, { ctx: contextOf(actor), params, query, body: upload.body, request }).finally(
      upload.close,
    );
  }
  if (route.body === 'held-upload') {
    const upload = await openHeldUpload(request, route.maxBytes!);
    const run = () => respond(route, { ctx: contextOf(actor), params, query, body: upload.body, request });
    const answered =
      upload.fingerprint !== null && actor ? idempotent(request, actor, upload.fingerprint, run) : run();
    return answered.finally(upload.close);
  }
  const { body, fingerprint } = await readBody(route, request);
  const run = () => respond(route, { ctx: contextOf(actor), params, query, body, request });
  return changes && actor ? idempotent(request, actor, fingerprint, run) : run();
}

async function respond(route: LooseDefinition, input: object): Promise<Response> {
  const result = await route.run(input);
  return result instanceof Response ? result : Response.json(result ?? null, { status: route.status ?? 200 });
}

const contextOf = (actor: Actor | null) => actor && { actor, now: new Date().toISOString() };

function requirePermission(actor: Actor | null, permission: Permission): void {
  if (!actor) throw new AppError('unauthenticated', 'not_signed_in', 'Send an API key, or sign in.');
  if (!can(actor, permission)) throw new AppError('forbidden', 'forbidden', 'Your role does not allow this.');
}

/** A part of the address that cannot be an id is an address where nothing is. */
async function readParams(route: LooseDefinition, context: NextContext): Promise<unknown> {
  if (!route.params) return undefined;
  const parsed = await route.params.safeParseAsync(await context.params);
  if (!parsed.success) throw notFound('This address');
  return parsed.data;
}

async function readQuery(route: LooseDefinition, request: Request): Promise<unknown> {
  if (!route.query) return undefined;
  const given: Record<string, string | string[]> = {};
  const { searchParams } = new URL(request.url);
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    given[name] = values.length === 1 ? values[0]! : values;
  }
  return validate(route.query, given);
}

async function readBody(
  route: LooseDefinition,
  request: Request,
): Promise<{ body: unknown; fingerprint: string }> {
  const maxBytes = route.maxBytes ?? 1024 * 1024;
  if (!route.body || route.body === 'upload' || route.body === 'held-upload')
    return { body: undefined, fingerprint: '' };
  if (route.body === 'multipart') {
    const body = await readMultipart(request, maxBytes);
    const fields = Object.entries(body.fields).sort(([a], [b]) => (a < b ? -1 : 1));
    return { body, fingerprint: JSON.stringify([fields, body.file?.sha256 ?? null]) };
  }
  const { bytes, value } = await readJson(request, { maxBytes, accepts: route.accepts });
  return {
    body: await validate(route.body, value),
    // Only a request that may be repeated is compared with another.
    fingerprint: request.headers.has('idempotency-key')
      ? createHash('sha256').update(bytes).digest('hex')
      : '',
  };
}

/** Headers every answer carries; one that a route set itself stays. */
function withHeaders(response: Response, requestId: string): Response {
  for (const [name, value] of Object.entries({
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  })) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
