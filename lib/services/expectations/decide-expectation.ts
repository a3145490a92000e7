import { appendAudit } from '@/lib/db/audit';
import { decideExpectationRow, findExpectation } from '@/lib/db/expectations';
import { appendEvent } from '@/lib/db/outbox';
import { findParty } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { EXPECTATION, type LateDecision } from '@/lib/domain/billing/partner-bill/expectation';
import { transition } from '@/lib/domain/billing/state';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type ExpectationView, expectationView } from '@/lib/services/expectations/list-expectations';
import { settleExpectations } from '@/lib/services/expectations/settle-expectations';
import { actorName } from '@/lib/services/partner-bills/acting';

export type ExpectationDecisionInput = {
  cycleId: string;
  /** Id or short name. */
  partner: string;
  decision: LateDecision;
  reason: string;
};

/**
 * A person's word on a bill that has not come, before the cut-off or instead of what the agreement said: wait for it, bill without it
 * or by an estimate, or expect nothing. The next run of the cycle goes by it. Once all its bills are issued only `waive` is left,
 * which gives an estimate back on the next bill.
 * Fails: `not_found` (cycle, partner, or nothing expected), `reason_missing`, `bill_received`, `cycle_issued`, `already_decided`.
 */
export async function decideExpectation(
  ctx: ServiceContext,
  { cycleId, partner: idOrSlug, decision, reason: text }: ExpectationDecisionInput,
): Promise<ExpectationView> {
  authorise(ctx, 'expectation.decide');
  const reason = text.trim();
  if (reason === '') throw invalid('reason_missing', 'reason', 'Say why, for whoever asks later.');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const partner = await findParty(sql, 'partner', idOrSlug);
    if (!partner) throw notFound('The partner');
    await settleExpectations(sql, ctx, cycleId);
    const key = { cycleId, partnerId: partner.id };
    const before = await findExpectation(sql, key, { lock: true });
    if (!before) throw notFound('What this partner owes the cycle');
    requireOpen(before.cycle.open, decision);
    if (before.state === 'received') {
      const message = `The bill of ${partner.name} is here: accept or reject it instead.`;
      throw conflict('bill_received', message);
    }
    const next = transition(EXPECTATION, before.state, decision);
    if (!next.ok) throw conflict('already_decided', 'That is how it stands already.');
    await decideExpectationRow(sql, key, {
      state: next.value,
      at: ctx.now,
      by: actorName(ctx.actor),
      reason,
    });
    const change = { ...key, decision, state: next.value, reason };
    await appendAudit(sql, ctx.actor, {
      action: 'expectation.decided',
      entityType: 'billing_cycle',
      entityId: cycleId,
      before: { state: before.state, reason: before.reason },
      after: change,
    });
    await appendEvent(sql, ctx.actor.operatorId, {
      type: 'partner-bill.late-decided',
      entityType: 'billing_cycle',
      entityId: cycleId,
      payload: change,
      partyIds: [partner.id],
    });
    return expectationView((await findExpectation(sql, key))!);
  });
}

function requireOpen(isOpen: boolean, decision: LateDecision): void {
  if (decision === 'waive' || isOpen) return;
  const message =
    'The bills of this cycle are issued: what comes goes to the next one. You can only say that nothing will come.';
  throw conflict('cycle_issued', message);
}
