import { appendAudit } from '@/lib/db/audit';
import { insertDebitNote } from '@/lib/db/debit-notes';
import { newId } from '@/lib/db/id';
import { bookJournal } from '@/lib/db/ledger';
import type { PayingAccount } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

/**
 * Turns what a bank took back of money that the customer had been given back into a claim: Dr receivable, Cr its debt. From then on it is an
 * open item like a bill, without lines: paid oldest due first, reminded of, written off. In the transaction of the reversal.
 * Example: 10.00 refunded and then charged back: a debit note of 10.00, due as late as a bill of that day.
 */
export async function issueDebitNote(
  sql: Sql,
  ctx: ServiceContext,
  account: PayingAccount,
  of: {
    paymentId: string;
    reversalId: string;
    reason: string;
    currency: Currency;
    amountMinor: bigint;
    issuedOn: CivilDate;
    operatorPartyId: string;
  },
): Promise<void> {
  const { operatorId } = ctx.actor;
  const { paymentId, reason, currency, amountMinor, issuedOn } = of;
  const id = newId();
  const { number, dueOn } = await insertDebitNote(sql, operatorId, {
    ...{ ...of, id, billingAccountId: account.id, by: actorName(ctx.actor) },
  });
  await bookJournal(sql, operatorId, {
    ...{ billingAccountId: account.id, event: 'debit-note.issued', sourceId: id, billId: id },
    ...{ bookedOn: issuedOn, details: { paymentId, reason } },
    postings: [
      debit('receivable', account.customerId, currency, amountMinor),
      credit('customer_debt', account.customerId, currency, amountMinor),
    ],
  });
  const payload = {
    ...{ debitNote: id, number, billingAccount: account.number, payment: paymentId, reason },
    ...{ issuedOn, dueOn, currency, amount: formatMinor(amountMinor, currency) },
  };
  const told = { entityType: 'debit_note', entityId: id };
  await appendAudit(sql, ctx.actor, { ...told, action: 'debit-note.issued', after: payload });
  await appendEvent(sql, operatorId, {
    ...{ ...told, type: 'debit-note.issued', payload, partyIds: [account.customerId] },
  });
}
