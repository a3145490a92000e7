import { takeOverdueDispute, takeRemindableDispute, updateDispute } from '@/lib/db/disputes';
import type { Sql } from '@/lib/db/tenant';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { nextState } from '@/lib/services/disputes/next-state';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { tellParty } from '@/lib/services/disputes/tell-party';
import { withBooks } from '@/lib/services/receivables/with-books';

/**
 * Reminds partners whose answer is due soon, and hands over to the operator what they have let become overdue. A dispute a transaction, each
 * with its mark: a sweep that dies has done whole ones, one that comes again passes them by, and two side by side share the work.
 */
export async function sweepDisputes(
  ctx: ServiceContext,
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ reminded: number; escalated: number }> {
  authorise(ctx, 'dispute.decide');
  const escalated = await whileAny(ctx, escalateNext, signal);
  return { escalated, reminded: await whileAny(ctx, remindNext, signal) };
}

async function whileAny(
  ctx: ServiceContext,
  doNext: (sql: Sql, ctx: ServiceContext) => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<number> {
  let done = 0;
  while (!signal?.aborted && (await withBooks(ctx.actor, (sql) => doNext(sql, ctx)))) done += 1;
  return done;
}

async function escalateNext(sql: Sql, ctx: ServiceContext): Promise<boolean> {
  const dispute = await takeOverdueDispute(sql, ctx.now);
  if (!dispute) return false;
  const state = nextState(dispute.state, 'escalate');
  await updateDispute(sql, dispute.id, { state, escalatedAt: ctx.now });
  const escalated = { ...dispute, state, escalatedAt: ctx.now };
  await recordDispute(sql, ctx, escalated, {
    type: 'dispute.escalated',
    entry: { kind: 'escalated', words: '' },
    before: { state: dispute.state },
    after: { state, answerDueAt: dispute.answerDueAt },
  });
  await tellParty(sql, ctx, escalated, 'partner', 'overdue');
  return true;
}

async function remindNext(sql: Sql, ctx: ServiceContext): Promise<boolean> {
  const dispute = await takeRemindableDispute(sql, ctx.now);
  if (!dispute) return false;
  const entry = { kind: 'reminded', words: '' } as const;
  await recordDispute(sql, ctx, dispute, {
    type: 'dispute.reminded',
    entry,
    after: { answerDueAt: dispute.answerDueAt },
  });
  await tellParty(sql, ctx, dispute, 'partner', 'reminded');
  return true;
}
