import { appendAudit } from '@/lib/db/audit';
import {
  decideExpectationRow,
  type LateExpectation,
  noteReceivedBill,
  openExpectations,
  takeLate,
} from '@/lib/db/expectations';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { EXPECTATION } from '@/lib/domain/billing/partner-bill/expectation';
import { transition } from '@/lib/domain/billing/state';
import type { ServiceContext } from '@/lib/services/context';

/**
 * Brings what partners owe up to date, for one ended cycle or for all: opens what is not open yet, notes what has come, and where the
 * cut-off has passed does what the agreement says. On record, and the partner is told. Doing it again changes nothing; a run does it
 * first, so that it never waits for a schedule.
 */
export async function settleExpectations(
  sql: Sql,
  ctx: ServiceContext,
  cycleId: string | null = null,
): Promise<{ opened: number; late: number }> {
  const { operatorId } = ctx.actor;
  const opened = await openExpectations(sql, operatorId, { now: ctx.now, cycleId });
  await noteReceivedBill(sql, { cycleId });
  for (const expectation of opened) {
    await appendEvent(sql, operatorId, {
      type: 'partner-bill.expected',
      entityType: 'billing_cycle',
      entityId: expectation.cycleId,
      payload: expectation,
      partyIds: [expectation.partnerId],
    });
  }
  const late = await takeLate(sql, { now: ctx.now, cycleId });
  for (const expectation of late) await applyPolicy(sql, ctx, expectation);
  return { opened: opened.length, late: late.length };
}

async function applyPolicy(
  sql: Sql,
  ctx: ServiceContext,
  { cycleId, partnerId, dueAt, latePolicy }: LateExpectation,
): Promise<void> {
  const decided = transition(EXPECTATION, 'expected', latePolicy);
  if (!decided.ok) throw new Error(`No late policy "${latePolicy}"`);
  const state = decided.value;
  await decideExpectationRow(
    sql,
    { cycleId, partnerId },
    { state, at: ctx.now, by: 'agreement', reason: null },
  );
  const after = { cycleId, partnerId, dueAt, state };
  await appendAudit(sql, ctx.actor, {
    action: 'partner-bill.late',
    entityType: 'billing_cycle',
    entityId: cycleId,
    before: { state: 'expected' },
    after,
  });
  await appendEvent(sql, ctx.actor.operatorId, {
    type: 'partner-bill.late',
    entityType: 'billing_cycle',
    entityId: cycleId,
    payload: after,
    partyIds: [partnerId],
  });
}
