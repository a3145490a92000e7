import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import {
  type CreditNoteKind,
  insertCreditNote,
  type NumberedDocument,
  type OriginalInvoice,
} from '@/lib/db/credit-notes';
import { newId } from '@/lib/db/id';
import { takeNumbers } from '@/lib/db/number-series';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { lockOpenItem } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { canonicalCreditNote } from '@/lib/domain/billing/credit-note/canonical-credit-note';
import type { CreditNoteDocument } from '@/lib/domain/billing/credit-note/credit-note';
import { civilDateAt } from '@/lib/domain/period/zone';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import {
  type CreditWanted,
  planCreditNote,
  type Release,
} from '@/lib/services/credit-notes/plan-credit-note';
import { tellOfCredit } from '@/lib/services/credit-notes/tell-of-credit';
import { actorName } from '@/lib/services/partner-bills/acting';
import { moveBill } from '@/lib/services/receivables/move-bill';
import { withBooks } from '@/lib/services/receivables/with-books';

export type CreditNoteInput = {
  billId: string;
  /** For the customer to read. */
  reason: string;
  wanted: CreditWanted;
  /** When given, it must be the bill's. */
  currency?: string;
};

export type IssuedCreditNote = { id: string; number: string };

/**
 * Issues a credit note of an issued bill: numbers, content, one journal and one event, in one transaction. Fails as `planCreditNote`, and
 * with `above_open` when the bill would come below nothing.
 */
export async function issueCreditNote(
  ctx: ServiceContext,
  input: CreditNoteInput,
): Promise<IssuedCreditNote> {
  authorise(ctx, 'credit-note.manage');
  return withBooks(ctx.actor, (sql) => writeCreditNote(sql, ctx, input));
}

/**
 * As `issueCreditNote`, within the caller's transaction over the whole operator, for callers who said themselves that the actor may: what a
 * dispute held is let go and credited in the same journal.
 */
export async function writeCreditNote(
  sql: Sql,
  ctx: ServiceContext,
  input: CreditNoteInput & { disputeId?: string; releases?: readonly Release[] },
): Promise<IssuedCreditNote> {
  const { operatorId } = ctx.actor;
  const { billId, reason, disputeId = null } = input;
  // First of all: whoever else moves this bill's money waits here, and the plan is of what it is then.
  await lockOpenItem(sql, billId);
  const { bill, note, moves, invoices } = await planCreditNote(sql, input);
  const id = newId();
  const issuedOn = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
  const moved = await moveBill(sql, operatorId, billId, {
    ...{ event: 'credit-note.issued', sourceId: id, bookedOn: issuedOn, lines: moves },
    ...(disputeId !== null && { details: { disputeId } }),
  });
  const number = await takeNumber(sql, operatorId);
  const documents = await numberDocuments(sql, operatorId, note.documents, invoices);
  const content = { number, issuedOn, reason, currency: bill.currency, lines: note.parts, taxes: note.taxes };
  const text = canonicalCreditNote({ ...content, billHash: bill.contentHash.toString('hex'), documents });
  const { netMinor, taxMinor, totalMinor } = note;
  const freedMinor = moved.before.collectedMinor - moved.after.collectedMinor;
  await insertCreditNote(sql, operatorId, {
    ...{ ...content, id, billId, billingAccountId: bill.billingAccountId, disputeId, documents },
    ...{ netMinor, taxMinor, totalMinor, freedMinor, kind: kindOf(input), issuedBy: actorName(ctx.actor) },
    contentHash: createHash('sha256').update(text).digest(),
  });
  const money = moneyOf(bill.currency);
  const facts = { bill: billId, number, total: money(totalMinor), currency: bill.currency };
  await appendEvent(sql, operatorId, {
    ...{ type: 'credit-note.issued', entityType: 'credit_note', entityId: id },
    payload: { billingAccountId: bill.billingAccountId, ...facts, issuedOn, disputeId },
    partyIds: [bill.customerId],
  });
  await tellOfCredit(sql, ctx, { moved, note: { id, number }, bill, issuedOn });
  const entity = { entityType: 'credit_note', entityId: id };
  await appendAudit(sql, ctx.actor, {
    ...{ action: 'credit-note.issued', ...entity, after: { ...facts, reason, freed: money(freedMinor) } },
  });
  return { id, number };
}

function kindOf({ wanted, disputeId }: CreditNoteInput & { disputeId?: string }): CreditNoteKind {
  if (disputeId !== undefined) return 'dispute';
  return wanted !== 'whole' && 'goodwill' in wanted ? 'goodwill' : 'correction';
}

async function takeNumber(sql: Sql, operatorId: string): Promise<string> {
  const operator = await findOperator(sql);
  const [number] = await takeNumbers(sql, operatorId, {
    ...{ partyId: operator!.partyId, series: 'credit', count: 1 },
  });
  return number!;
}

/** A number of its own series for each seller's document, in the order in which bills take theirs, so that neither waits in a circle. */
async function numberDocuments(
  sql: Sql,
  operatorId: string,
  documents: readonly CreditNoteDocument[],
  invoices: readonly OriginalInvoice[],
): Promise<NumberedDocument[]> {
  const numbered: NumberedDocument[] = [];
  const seriesOf = ({ typeCode }: CreditNoteDocument) => (typeCode === '381' ? 'credit_note' : 'invoice');
  const keyOf = (document: CreditNoteDocument) => `${document.sellerId} ${seriesOf(document)}`;
  for (const document of [...documents].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
    const { sellerId } = document;
    const original = invoices.find((invoice) => invoice.sellerId === sellerId);
    if (!original) throw new Error(`The seller ${sellerId} has no invoice of the bill to correct`);
    const request = { partyId: sellerId, series: seriesOf(document), count: 1 } as const;
    const [number] = await takeNumbers(sql, operatorId, request);
    numbered.push({
      ...{ ...document, number: number! },
      ...{ originalNumber: original.number, originalIssuedOn: original.issuedOn },
    });
  }
  return numbered;
}
