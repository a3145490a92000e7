import { createHash } from 'node:crypto';
import { claimKey, freeKey, type IdempotentRequest, keepAnswer } from '@/lib/db/idempotency';
import { type Actor, type Scope, scopeOf } from '@/lib/domain/access/actor';
import { AppError, conflict, invalid } from '@/lib/errors';

/**
 * Answers a repeated request with the first one's answer, but for a secret in it. The same key with another body is refused; while the
 * first is under way, so is the second. Only success is kept: a refused request may be put right under the same key.
 * Fails: AppError `idempotency_key_invalid`, `idempotency_key_reused`, `idempotency_under_way`.
 */
export async function idempotent(
  request: Request,
  actor: Actor,
  fingerprint: string,
  run: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return run();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid('idempotency_key_invalid', 'Idempotency-Key', 'A key is 1 to 255 printable characters.');
  }
  const scope = scopeOf(actor);
  const claim: IdempotentRequest = {
    operatorId: actor.operatorId,
    scope: `${actor.kind}:${actor.id} ${request.method} ${new URL(request.url).pathname}`,
    key,
    requestHash: createHash('sha256').update(fingerprint).digest(),
  };
  const earlier = await earlierAnswer(scope, claim);
  if (earlier) return earlier;
  try {
    const response = await run();
    await remember(scope, claim, response);
    return response;
  } catch (error) {
    await freeKey(scope, claim);
    throw error;
  }
}

async function earlierAnswer(scope: Scope, claim: IdempotentRequest): Promise<Response | null> {
  const state = await claimKey(scope, claim);
  switch (state.kind) {
    case 'ours':
      return null;
    case 'answered':
      return Response.json(state.response, {
        status: state.status,
        headers: { 'idempotency-replayed': 'true' },
      });
    case 'other_request':
      throw new AppError('conflict', 'idempotency_key_reused', 'This key was used for another request.');
    case 'under_way':
      throw conflict('idempotency_under_way', 'The request with this key is still under way.');
  }
}

async function remember(scope: Scope, claim: IdempotentRequest, response: Response): Promise<void> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (!response.ok || !isJson) return freeKey(scope, claim);
  const answer = withoutSecret(await response.clone().json());
  await keepAnswer(scope, claim, { status: response.status, response: answer });
}

/** A secret is shown once: the answer that is kept says that there was one, and not which. */
function withoutSecret(answer: unknown): unknown {
  const hasSecret = typeof answer === 'object' && answer !== null && Object.hasOwn(answer, 'secret');
  return hasSecret ? { ...answer, secret: null } : answer;
}
