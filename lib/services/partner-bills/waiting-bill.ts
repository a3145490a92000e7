import { findPartnerBill, type PartnerBillRow } from '@/lib/db/partner-bills';
import type { Sql } from '@/lib/db/tenant';
import type { Actor } from '@/lib/domain/access/actor';
import { PARTNER_BILL, transition } from '@/lib/domain/billing/state';
import { conflict, invalid, notFound } from '@/lib/errors';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';

/**
 * A bill that waits for somebody's word, held by this transaction with all of its partner's. Fails: `not_found`, `partner_bills_busy`, `wrong_state` with
 * what can be done instead.
 */
export async function takeWaitingBill(
  sql: Sql,
  actor: Actor,
  id: string,
  decision: 'accept' | 'reject',
): Promise<PartnerBillRow> {
  const found = await findPartnerBill(sql, id);
  if (!found) throw notFound('The partner bill');
  await holdPartnerBills(sql, actor, found.partner.id);
  const bill = (await findPartnerBill(sql, id))!;
  if (bill.state === 'accepted' && decision === 'reject') {
    const message = `"${bill.externalId}" is accepted, and its charges join the bills. To change it, send a corrected bill that replaces it.`;
    throw conflict('wrong_state', message);
  }
  const next = transition(PARTNER_BILL, bill.state, decision);
  if (!next.ok) throw conflict('wrong_state', next.issues[0]!.message);
  return bill;
}

/** Why somebody decided so. Fails: `reason_missing`. */
export function requireReason(reason: string): string {
  const text = reason.trim();
  if (text === '') throw invalid('reason_missing', 'reason', 'Say why, for whoever asks later.');
  return text;
}
