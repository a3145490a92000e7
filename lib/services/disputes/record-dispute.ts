import { appendAudit } from '@/lib/db/audit';
import { type DisputeEntryKind, insertDisputeEntry } from '@/lib/db/dispute-entries';
import type { DisputeRow } from '@/lib/db/disputes';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import type { WebhookEventType } from '@/lib/schemas/webhook-events';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';

export type DisputeHappening = {
  type: WebhookEventType & `dispute.${string}`;
  /** What the case file says of it; without it the file says nothing. */
  entry?: { kind: DisputeEntryKind; words: string; amountMinor?: bigint | null };
  before?: object;
  after?: object;
};

/**
 * What happened to a dispute, in the transaction in which it happened: in the case file, in the audit, and to whom it concerns. Events carry
 * the facts that each side may see, never words, shares or people.
 */
export async function recordDispute(
  sql: Sql,
  ctx: ServiceContext,
  dispute: DisputeRow,
  { type, entry, before, after }: DisputeHappening,
): Promise<void> {
  const { operatorId } = ctx.actor;
  const entity = { entityType: 'dispute', entityId: dispute.id };
  if (entry) {
    await insertDisputeEntry(sql, operatorId, {
      billingAccountId: dispute.billingAccount.id,
      disputeId: dispute.id,
      kind: entry.kind,
      audience: ctx.actor.kind === 'system' ? 'system' : ctx.actor.audience,
      partyId: ctx.actor.partyId,
      author: ctx.actor.name,
      words: entry.words,
      amountMinor: entry.amountMinor ?? null,
      writtenAt: ctx.now,
    });
  }
  await appendAudit(sql, ctx.actor, {
    action: type,
    ...entity,
    ...(before && { before }),
    ...(after && { after }),
  });
  await appendEvent(sql, operatorId, {
    type,
    ...entity,
    payload: factsOf(dispute),
    partyIds: [dispute.customer.id, ...(dispute.partner ? [dispute.partner.id] : [])],
  });
}

function factsOf(dispute: DisputeRow) {
  const money = moneyOf(dispute.currency);
  const { id, number, state, reasonCode, currency, billingAccount, bill, line, creditNoteId } = dispute;
  return {
    ...{ id, number, state, reason: reasonCode, currency },
    ...{ billingAccount: billingAccount.number, bill: bill.number, billId: bill.id, lineId: line.id },
    partner: dispute.partner?.slug ?? null,
    disputed: money(dispute.disputedMinor),
    accepted: dispute.acceptedMinor === null ? null : money(dispute.acceptedMinor),
    answer: dispute.answer,
    answerDueAt: dispute.answerDueAt,
    creditNoteId,
  };
}
