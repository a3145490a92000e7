import { markReminded, type RemindableExpectation, takeRemindable } from '@/lib/db/expectations';
import { insertMail } from '@/lib/db/mail';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { reminderMail } from '@/lib/documents/reminder-mail';
import { REMINDED_HOURS_BEFORE, remindersDue } from '@/lib/domain/billing/partner-bill/expectation';
import { env } from '@/lib/env';
import { enqueue } from '@/lib/queue/enqueue';
import type { ServiceContext } from '@/lib/services/context';

/**
 * Reminds partners of bills that are due soon: a letter to the address the operator has of it and an event for its own systems, each
 * mark before the cut-off once. Answers how many were reminded.
 */
export async function remindPartners(sql: Sql, ctx: ServiceContext): Promise<number> {
  const { operatorId } = ctx.actor;
  const until = new Date(Date.parse(ctx.now) + Math.max(...REMINDED_HOURS_BEFORE) * 3_600_000).toISOString();
  const owed = await takeRemindable(sql, { now: ctx.now, until });
  const due = owed.filter(({ dueAt, reminders }) => remindersDue(dueAt, ctx.now) > reminders);
  for (const expectation of due) await remind(sql, ctx, expectation);
  if (due.some(({ partnerEmail }) => partnerEmail !== null)) {
    await enqueue(sql, 'mail.send', { operatorId }, { jobKey: `mail.send:${operatorId}` });
  }
  return due.length;
}

async function remind(sql: Sql, ctx: ServiceContext, expectation: RemindableExpectation): Promise<void> {
  const { cycleId, partnerId, dueAt, partnerEmail, cycleName, from, to } = expectation;
  const { operatorId } = ctx.actor;
  const reminders = remindersDue(dueAt, ctx.now);
  await markReminded(sql, { cycleId, partnerId }, { reminders, at: ctx.now });
  await appendEvent(sql, operatorId, {
    type: 'partner-bill.reminded',
    entityType: 'billing_cycle',
    entityId: cycleId,
    payload: { cycleId, partnerId, cycle: cycleName, period: { from, to }, dueAt, reminder: reminders },
    partyIds: [partnerId],
  });
  if (partnerEmail === null) return;
  const letter = await reminderMail({
    ...expectation,
    link: `${appAddress()}/partner/bills/new?cycle=${cycleId}`,
  });
  await insertMail(sql, operatorId, { recipient: partnerEmail, ...letter }, ctx.now);
}

function appAddress(): string {
  const { NEXTAUTH_URL, PORT } = env();
  return (NEXTAUTH_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
}
