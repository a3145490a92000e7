import { withTenantSql } from '@/lib/db/tenant';
import {
  type ClaimedDelivery,
  claimDeliveries,
  disableEndpoint,
  markEndpointWorking,
  pauseEndpoint,
  recordAttempt,
  releaseDeliveries,
} from '@/lib/db/webhook-dispatch';
import { cancelDeliveries } from '@/lib/db/webhooks';
import { scopeOf } from '@/lib/domain/access/actor';
import { callOut, type OutboundAnswer } from '@/lib/integrations/outbound/call-out';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import { signWebhook } from '@/lib/integrations/webhooks/sign-webhook';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import { outboundPolicy } from '@/lib/services/outbound-policy';
import { decryptSecret } from '@/lib/services/secrets/encrypt-secret';
import { secretOwner } from '@/lib/services/webhooks/endpoint-view';
import { fanOutEvents } from '@/lib/services/webhooks/fan-out-events';
import { pauseAfter, readRetryAfter, waitAfter } from '@/lib/services/webhooks/retry-schedule';

const CALL_TIMEOUT_MS = 10_000;
const LEASE_MS = 60_000;
const CLAIM = 40;
const MAX_ANSWER_BYTES = 4_096;

export type DispatchOptions = {
  /** Ends between two rounds when it aborts. */
  signal?: AbortSignal;
  /** The clock of attempts, which take time themselves. */
  clock?: () => string;
  /** 0 to 1, for the jitter of what is tried again. */
  chance?: () => number;
  rounds?: number;
};

/**
 * Brings what has happened to those who asked to be told: fans events out, then sends what is due, endpoints side by side and one
 * endpoint's deliveries one after the other. At least once, in order per endpoint and thing, with the same id over all attempts.
 * Answers whether anybody listens.
 */
export async function dispatchWebhooks(ctx: ServiceContext, options: DispatchOptions = {}): Promise<boolean> {
  authorise(ctx, 'webhook.manage');
  const { signal, clock = () => new Date().toISOString(), rounds = 50 } = options;
  const scope = scopeOf(ctx.actor);
  for (let round = 0; ; round += 1) {
    const now = clock();
    const { isMore, endpoints } = await fanOutEvents({ ...ctx, now });
    const leaseUntil = new Date(Date.parse(now) + LEASE_MS).toISOString();
    const claimed = await withTenantSql(scope, (sql) =>
      claimDeliveries(sql, { now, leaseUntil, limit: CLAIM }),
    );
    const byEndpoint = [...groupBy(claimed, ({ endpointId }) => endpointId).values()];
    await Promise.all(byEndpoint.map((deliveries) => sendInTurn(ctx, deliveries, { clock, ...options })));
    const isIdle = claimed.length === 0 && !isMore;
    if (isIdle || signal?.aborted || round + 1 >= rounds) return endpoints > 0;
  }
}

type Sending = DispatchOptions & { clock: () => string };

/** Until one fails: then the endpoint is left alone for a while, and what was taken for it goes back. */
async function sendInTurn(
  ctx: ServiceContext,
  deliveries: readonly ClaimedDelivery[],
  sending: Sending,
): Promise<void> {
  for (const [index, delivery] of deliveries.entries()) {
    const mayGoOn = await sendOne(ctx, delivery, sending);
    if (mayGoOn) continue;
    const rest = deliveries.slice(index + 1).map(({ id }) => id);
    await withTenantSql(scopeOf(ctx.actor), (sql) => releaseDeliveries(sql, rest, sending.clock()));
    return;
  }
}

async function sendOne(
  ctx: ServiceContext,
  delivery: ClaimedDelivery,
  { clock, chance = Math.random }: Sending,
): Promise<boolean> {
  const attempt = await call(ctx, delivery, clock());
  const at = clock();
  const { answer, failure } = attempt;
  const status = answer?.status ?? null;
  const isDelivered = status !== null && status >= 200 && status < 300;
  const retryAfterMs = readRetryAfter(answer?.headers['retry-after'], at);
  const waitMs =
    isDelivered || status === GONE ? null : waitAfter(delivery.attempts + 1, chance(), retryAfterMs);
  const isTrouble = !isDelivered && (status === null || status === TOO_MANY || status >= 500);
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await recordAttempt(sql, {
      id: delivery.id,
      at,
      state: isDelivered ? 'delivered' : waitMs === null ? 'failed' : 'waiting',
      nextAttemptAt: waitMs === null ? null : new Date(Date.parse(at) + waitMs).toISOString(),
      responseStatus: status,
      responseBody: answer?.body.slice(0, 1_000) ?? null,
      failure: isDelivered ? null : (failure ?? `The endpoint answered ${status}.`),
    });
    if (isDelivered) await markEndpointWorking(sql, delivery.endpointId);
    if (isTrouble) {
      const pauseMs = pauseAfter(delivery.failures + 1, retryAfterMs);
      await pauseEndpoint(sql, delivery.endpointId, new Date(Date.parse(at) + pauseMs).toISOString());
    }
    if (status === GONE) {
      await disableEndpoint(sql, delivery.endpointId, 'gone');
      await cancelDeliveries(sql, delivery.endpointId);
    }
  });
  return !isTrouble && status !== GONE;
}

const GONE = 410;
const TOO_MANY = 429;

async function call(
  { actor }: ServiceContext,
  delivery: ClaimedDelivery,
  now: string,
): Promise<{ answer: OutboundAnswer | null; failure: string | null }> {
  const { id, url, eventType, occurredAt, payload } = delivery;
  const body = JSON.stringify({ type: eventType, timestamp: occurredAt, data: payload });
  try {
    const headers = {
      'content-type': 'application/json',
      ...signWebhook({ id, at: now, body }, secretsOf(delivery, actor.operatorId, now)),
    };
    const limits = { timeoutMs: CALL_TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES };
    const answer = await callOut({ url, method: 'POST', headers, body, ...limits }, outboundPolicy());
    return { answer, failure: null };
  } catch (error) {
    return { answer: null, failure: failureOf(error) };
  }
}

function secretsOf(delivery: ClaimedDelivery, operatorId: string, now: string): string[] {
  const { endpointId, secretEncrypted, previousSecretEncrypted, previousSecretUntil } = delivery;
  const owner = secretOwner(operatorId, endpointId);
  const secrets = [decryptSecret(secretEncrypted, owner)];
  if (previousSecretEncrypted && previousSecretUntil !== null && previousSecretUntil > now) {
    secrets.push(decryptSecret(previousSecretEncrypted, owner));
  }
  return secrets;
}

function failureOf(error: unknown): string {
  if (error instanceof RefusedCall) return error.message;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || code === 'ABORT_ERR') {
    return `There was no answer within ${CALL_TIMEOUT_MS / 1000} seconds.`;
  }
  return `The call failed: ${code ?? (error instanceof Error ? error.message : 'unknown')}.`.slice(0, 300);
}
