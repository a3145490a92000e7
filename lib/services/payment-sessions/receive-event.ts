import { findProviderMethod } from '@/lib/db/payment-methods';
import { findProviderEvent, lockSession } from '@/lib/db/payment-sessions';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import { AppError, invalid } from '@/lib/errors';
import { readProviderEvent } from '@/lib/integrations/payment-provider/read-event';
import { badSignature, verifyWebhook } from '@/lib/integrations/webhooks/verify-webhook';
import type { ServiceContext } from '@/lib/services/context';
import { openSecrets } from '@/lib/services/payment-methods/provider-secrets';
import { takeEvent } from '@/lib/services/payment-sessions/take-event';
import { withBooks } from '@/lib/services/receivables/with-books';

/** `waiting`: it came before what it is about, and counts when that is here. */
export type ProviderEventOutcome = { status: 'done' | 'waiting' | 'ignored' | 'refused' };

/**
 * Takes what a payment provider tells. Nothing is read before the signature is right; the same event (webhook-id) again answers what came
 * of it, and changes nothing. One that contradicts its session is kept on record and refused. `admit` is asked once the sender is known.
 * Fails: `bad_signature`, `bad_event`, `unknown_session`, and what an event was refused for (`amount_mismatch`, `above_paid`).
 */
export async function receiveProviderEvent(
  methodId: string,
  message: { headers: Headers; body: Buffer },
  now: string,
  admit: () => Promise<void> = async () => {},
): Promise<ProviderEventOutcome> {
  const { ctx, eventKey } = await authenticated(methodId, message, now);
  await admit();
  const event = readProviderEvent(message.body);
  if (event === null) return { status: 'ignored' };
  const { reference: sessionId } = event.data;
  const found = await withBooks(ctx.actor, async (sql) => {
    const session = await lockSession(sql, sessionId);
    if (!session || session.methodId !== methodId) {
      throw invalid('unknown_session', 'data.reference', 'No session of ours has this reference.');
    }
    await takeEvent(sql, ctx, session, { eventKey, event });
    return (await findProviderEvent(sql, methodId, eventKey))!;
  });
  if (found.outcome !== 'refused') return { status: found.outcome };
  throw new AppError('invalid', found.code!, found.message!);
}

async function authenticated(
  methodId: string,
  { headers, body }: { headers: Headers; body: Buffer },
  now: string,
) {
  const found = await findProviderMethod(methodId);
  if (!found) throw badSignature();
  const { operatorId, name } = found;
  const actor: Actor = {
    kind: 'key',
    id: methodId,
    name,
    operatorId,
    audience: 'operator',
    partyId: null,
    role: 'billing',
  };
  const ctx: ServiceContext = { actor, now };
  const secrets = await withTenantSql(scopeOf(actor), (sql) => openSecrets(sql, methodId));
  if (!secrets) throw badSignature();
  return { ctx, eventKey: verifyWebhook(headers, body, secrets.signingSecret) };
}
