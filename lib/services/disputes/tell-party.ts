import { type DisputeRow, findPartyMail } from '@/lib/db/disputes';
import { insertMail } from '@/lib/db/mail';
import { findOperator } from '@/lib/db/operators';
import type { Sql } from '@/lib/db/tenant';
import { type DisputeLetter, disputeMail } from '@/lib/documents/dispute-mail';
import { env } from '@/lib/env';
import { enqueue } from '@/lib/queue/enqueue';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';

/** Writes a letter to a dispute's partner or customer, in the transaction of what it tells; nothing where no address is known. */
export async function tellParty(
  sql: Sql,
  ctx: ServiceContext,
  dispute: DisputeRow,
  who: 'partner' | 'customer',
  about: DisputeLetter['about'],
): Promise<void> {
  const { operatorId } = ctx.actor;
  const party = dispute[who];
  const [recipient, operator] = [party && (await findPartyMail(sql, party.id)), await findOperator(sql)];
  if (!recipient || !operator) return;
  const money = moneyOf(dispute.currency);
  const letter = await disputeMail({
    about,
    number: dispute.number,
    bill: dispute.bill.number,
    line: dispute.line.description,
    disputed: money(dispute.disputedMinor),
    accepted: dispute.acceptedMinor === null ? null : money(dispute.acceptedMinor),
    currency: dispute.currency,
    customer: dispute.customer.name,
    state: dispute.state,
    answerDueAt: dispute.answerDueAt,
    timeZone: operator.timeZone,
    link: `${appAddress()}/${who}/disputes/${dispute.id}`,
  });
  await insertMail(sql, operatorId, { recipient, ...letter }, ctx.now);
  await enqueue(sql, 'mail.send', { operatorId }, { jobKey: `mail.send:${operatorId}` });
}

function appAddress(): string {
  const { NEXTAUTH_URL, PORT } = env();
  return (NEXTAUTH_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
}
