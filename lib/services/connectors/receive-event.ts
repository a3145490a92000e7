import { createHash } from 'node:crypto';
import { findPull, findPushConnector, insertPull, markConnectorTested } from '@/lib/db/connectors';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import { AppError, conflict } from '@/lib/errors';
import { type BillEvent, readBillEvent } from '@/lib/integrations/partner-bills/tmf678/read-event';
import { badSignature, verifyWebhook } from '@/lib/integrations/webhooks/verify-webhook';
import type { ConnectorView } from '@/lib/services/connectors/connector-view';
import { openConnector } from '@/lib/services/connectors/open-connector';
import type { ServiceContext } from '@/lib/services/context';
import { chooseCycle } from '@/lib/services/inbox/choose-cycle';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';

export type EventOutcome = {
  /** `test`: of a draft, read and not billed. `ignored`: an event of another kind. */
  status: 'taken' | 'test' | 'ignored';
  charges: number;
  partnerBillId: string | null;
};

/**
 * Takes an event that a partner's system pushed. Nothing is read of it before its signature is right; then it goes the way of a file
 * of the partner's. The same message again (webhook-id) answers what came of it the first time. What is refused is on record with the
 * connector. Fails: `bad_signature`, `connector_paused`, and as `readBillEvent`, `chooseCycle` and `receivePartnerBill`.
 */
export async function receiveConnectorEvent(
  id: string,
  message: { headers: Headers; body: Buffer },
  now: string,
): Promise<EventOutcome> {
  const { ctx, connector, webhookId } = await authenticated(id, message, now);
  const pullId = pullIdOf(id, webhookId);
  const known = await withTenantSql(operatorWide(ctx.actor), (sql) => findPull(sql, pullId));
  if (known) {
    const { kind, charges, partnerBillId } = known;
    return { status: kind === 'test' ? 'test' : 'taken', charges, partnerBillId };
  }
  if (connector.state === 'paused') {
    throw conflict('connector_paused', `"${connector.name}" rests. Set it live, and send the event again.`);
  }
  try {
    const event = readBillEvent(message.body);
    if (event === null) return { status: 'ignored', charges: 0, partnerBillId: null };
    return await taken(ctx, connector, pullId, webhookId, event);
  } catch (error) {
    if (error instanceof AppError) await keepFailure(ctx, connector, error);
    throw error;
  }
}

async function authenticated(id: string, { headers, body }: { headers: Headers; body: Buffer }, now: string) {
  const found = await findPushConnector(id);
  if (!found) throw badSignature();
  const { operatorId, partnerId } = found;
  const actor: Actor = {
    kind: 'key',
    id,
    name: 'connector',
    operatorId,
    audience: 'partner',
    partyId: partnerId,
    role: 'billing',
  };
  const { connector, secret } = await withTenantSql(scopeOf(actor), (sql) => openConnector(sql, id));
  if (secret === null) throw badSignature();
  const webhookId = verifyWebhook(headers, body, secret);
  return { ctx: { actor: { ...actor, name: connector.name }, now }, connector, webhookId };
}

async function taken(
  ctx: ServiceContext,
  connector: ConnectorView,
  pullId: string,
  webhookId: string,
  { rates, number, total }: BillEvent,
): Promise<EventOutcome> {
  const startedAt = new Date().toISOString();
  const isTest = connector.state === 'draft';
  const cycleId = await chooseCycle(ctx, connector.partner.id, daysOf(rates));
  const bill = isTest
    ? null
    : await receivePartnerBill(ctx, {
        partner: connector.partner.id,
        cycle: cycleId,
        externalId: number ?? `${connector.name} ${webhookId}`.slice(0, 200),
        format: 'tmf678',
        fileName: null,
        bytes: Buffer.from(rates.map((rate) => `${JSON.stringify(rate)}\n`).join('')),
        ...(total && { statedTotals: [total] }),
      });
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await insertPull(sql, ctx.actor.operatorId, {
      id: pullId,
      connectorId: connector.id,
      cycleId,
      kind: isTest ? 'test' : 'pull',
      outcome: 'done',
      code: null,
      message: null,
      charges: rates.length,
      partnerBillId: bill?.bill.id ?? null,
      summary: null,
      startedAt,
      finishedAt: new Date().toISOString(),
    });
    if (isTest) await markConnectorTested(sql, connector.id, connector.settings, ctx.now);
  });
  return {
    status: isTest ? 'test' : 'taken',
    charges: rates.length,
    partnerBillId: bill?.bill.id ?? null,
  };
}

async function keepFailure(ctx: ServiceContext, connector: ConnectorView, error: AppError): Promise<void> {
  await withTenantSql(operatorWide(ctx.actor), (sql) =>
    insertPull(sql, ctx.actor.operatorId, {
      id: newId(),
      connectorId: connector.id,
      cycleId: null,
      kind: connector.state === 'draft' ? 'test' : 'pull',
      outcome: 'failed',
      code: error.code,
      message: error.message,
      charges: 0,
      partnerBillId: null,
      summary: null,
      startedAt: ctx.now,
      finishedAt: new Date().toISOString(),
    }),
  );
}

/** The id a message's attempt is kept under: the same message is the same row. */
function pullIdOf(connectorId: string, webhookId: string): string {
  const hex = createHash('sha256').update(`${connectorId} ${webhookId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The days that rates begin on, as far as they say. */
const daysOf = (rates: readonly unknown[]): string[] =>
  rates.flatMap((rate) => {
    const start = (rate as { periodCoverage?: { startDateTime?: unknown } } | null)?.periodCoverage
      ?.startDateTime;
    return typeof start === 'string' && /^\d{4}-\d{2}-\d{2}/.test(start) ? [start.slice(0, 10)] : [];
  });
