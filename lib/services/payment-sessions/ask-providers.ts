import {
  listSilentRefunds,
  listSilentSessions,
  lockSession,
  markAsked,
  type SessionRow,
} from '@/lib/db/payment-sessions';
import { withTenantSql } from '@/lib/db/tenant';
import {
  type PaymentProvider,
  ProviderError,
  type RefundStatus,
  type SessionStatus,
} from '@/lib/integrations/payment-provider/port';
import type { ProviderEvent } from '@/lib/integrations/payment-provider/read-event';
import { log } from '@/lib/log';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { openProvider } from '@/lib/services/payment-methods/provider-secrets';
import { takeEvent } from '@/lib/services/payment-sessions/take-event';
import { withBooks } from '@/lib/services/receivables/with-books';
import { sendRefund } from '@/lib/services/refunds/send-refund';

const AT_ONCE = 100;

/**
 * Asks providers for what became of sessions and refunds of which nothing was told for ten minutes, and then ever more seldom. An answer is
 * taken as the event that did not come, so a callback that comes late changes nothing. A session that its provider does not know is over; a
 * refund that never arrived there is sent again. One that cannot be asked is passed by, and a provider that does not answer is called once.
 * Answers how many there were to ask.
 */
export async function askProviders(ctx: ServiceContext, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'payment.manage');
  const scope = operatorWide(ctx.actor);
  const sessions = await withTenantSql(scope, (sql) => listSilentSessions(sql, ctx.now, AT_ONCE));
  const refunds = await withTenantSql(scope, (sql) => listSilentRefunds(sql, ctx.now, AT_ONCE));
  const asks: Ask[] = [
    ...sessions.map((row) => ({
      table: 'payment_session' as const,
      ...row,
      run: () => askSession(ctx, row),
    })),
    ...refunds.map((row) => ({ table: 'refund' as const, ...row, run: () => askRefund(ctx, row) })),
  ];
  // Each of its calls would wait as long again, and a worker with it.
  const silent = new Set<string>();
  let count = 0;
  for (const { table, id, methodId, run } of asks) {
    if (signal?.aborted) break;
    try {
      // On record before it is asked: one that never answers, or cannot be asked at all, is asked as seldom as any.
      await withTenantSql(operatorWide(ctx.actor), (sql) => markAsked(sql, table, id, ctx.now));
      if (!silent.has(methodId)) await run();
    } catch (error) {
      if (error instanceof ProviderError && error.code === 'not_reachable') silent.add(methodId);
      const of = { operatorId: ctx.actor.operatorId, methodId, [table]: id };
      log.warn({ ...of, err: error }, 'a payment provider could not be asked');
    }
    count += 1;
  }
  return count;
}

type Ask = { table: 'payment_session' | 'refund'; id: string; methodId: string; run: () => Promise<void> };

async function askSession(ctx: ServiceContext, { id, methodId }: SessionRow): Promise<void> {
  const provider = await providerOf(ctx, methodId);
  if (!provider) return;
  const status = await provider.askSession(id);
  const event = eventOfSession(status, { occurredAt: ctx.now, reference: id });
  if (event) await take(ctx, id, event);
}

async function askRefund(
  ctx: ServiceContext,
  { id, sessionId, methodId }: { id: string; sessionId: string; methodId: string },
): Promise<void> {
  const provider = await providerOf(ctx, methodId);
  if (!provider) return;
  const status = await provider.askRefund(id);
  if (status === null) return sendRefund(ctx, id);
  const event = eventOfRefund(status, { occurredAt: ctx.now, reference: sessionId, refund: id });
  if (event) await take(ctx, sessionId, event, id);
}

const providerOf = (ctx: ServiceContext, methodId: string): Promise<PaymentProvider | null> =>
  withTenantSql(operatorWide(ctx.actor), (sql) => openProvider(sql, methodId));

const take = (ctx: ServiceContext, sessionId: string, event: ProviderEvent, of = sessionId): Promise<void> =>
  withBooks(ctx.actor, async (sql) => {
    const session = await lockSession(sql, sessionId);
    if (session) await takeEvent(sql, ctx, session, { eventKey: `asked:${event.type}:${of}`, event });
  });

type Told = { occurredAt: string; reference: string };

function eventOfSession(status: SessionStatus | null, { occurredAt, reference }: Told): ProviderEvent | null {
  if (status === null) {
    return { type: 'session.failed', occurredAt, data: { reference, reason: UNKNOWN } };
  }
  switch (status.state) {
    case 'open':
      return null;
    case 'expired':
      return { type: 'session.expired', occurredAt, data: { reference } };
    case 'failed':
      return { type: 'session.failed', occurredAt, data: { reference, reason: status.reason } };
    case 'succeeded':
      return {
        ...{ type: 'session.succeeded', occurredAt },
        data: { reference, amount: status.amount, currency: status.currency },
      };
  }
}

const UNKNOWN = 'The payment provider does not know this payment.';

function eventOfRefund(
  status: RefundStatus,
  { occurredAt, reference, refund }: Told & { refund: string },
): ProviderEvent | null {
  switch (status.state) {
    case 'pending':
      return null;
    case 'failed':
      return { type: 'refund.failed', occurredAt, data: { reference, refund, reason: status.reason } };
    case 'succeeded':
      return {
        ...{ type: 'payment.refunded', occurredAt },
        data: { reference, refund, amount: status.amount, currency: status.currency },
      };
  }
}
