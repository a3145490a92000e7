import { newId } from '@/lib/db/id';
import type { TenantClient } from '@/lib/db/tenant';
import type { NaiveCycle, Row } from './naive-line';
import type { NaiveBill } from './write-bill';

/** Numbers, invoice, journal, event and the account's place in the run. */
export async function issueBill(
  tx: TenantClient,
  cycle: NaiveCycle,
  account: Row<'billingAccount'>,
  { id: billId, earnedBy, ...sums }: NaiveBill,
): Promise<void> {
  const { operatorId, operatorPartyId, runId } = cycle;
  const head = { operatorId, billingAccountId: account.id };
  const issuedOn = new Date(cycle.issuedOn);
  const number = await nextNumber(tx, cycle, 'bill', 'B-');
  const invoice = { sellerId: operatorPartyId, typeCode: '380', ...sums, issuedOn };
  await tx.invoice.create({
    data: {
      ...head,
      id: newId(),
      billId,
      ...invoice,
      number: await nextNumber(tx, cycle, 'invoice', 'INV-'),
    },
  });
  const dueOn = new Date(issuedOn.getTime() + account.paymentTermsDays * 86_400_000);
  await tx.bill.updateMany({
    where: { ...head, id: billId },
    data: { state: 'issued', number, contentHash: Buffer.alloc(32), issuedOn, dueOn },
  });
  const journal = { ...head, id: newId(), event: 'bill.issued', sourceId: billId, bookedOn: issuedOn };
  await tx.journal.create({ data: journal });
  const postings = [
    { account: 'receivable', partyId: account.customerId, debitMinor: sums.totalMinor, creditMinor: 0n },
    { account: 'tax_payable', partyId: operatorPartyId, debitMinor: 0n, creditMinor: sums.taxMinor },
    ...[...earnedBy].map(([partyId, creditMinor]) => ({
      account: partyId === operatorPartyId ? 'operator_revenue' : 'partner_payable',
      ...{ partyId, debitMinor: 0n, creditMinor },
    })),
  ].filter(({ debitMinor, creditMinor }) => debitMinor !== creditMinor);
  const { id: journalId } = journal;
  // Together: a journal balances in the statement that writes it.
  await tx.posting.createMany({
    data: postings.map((side, position) => ({
      ...head,
      journalId,
      position,
      currency: account.currency,
      ...side,
    })),
  });
  const payload = { billingAccountId: account.id, number, issuedOn: cycle.issuedOn };
  await tx.outboxEvent.create({
    data: { operatorId, id: newId(), type: 'bill.issued', entityType: 'bill', entityId: billId, payload },
  });
  const done = { state: 'issued', change: 'created', totalMinor: sums.totalMinor, issues: [] };
  await tx.billRunAccount.create({ data: { ...head, runId, ...done } });
}

async function nextNumber(
  tx: TenantClient,
  { operatorId, operatorPartyId: partyId }: NaiveCycle,
  series: string,
  prefix: string,
): Promise<string> {
  const key = { operatorId, partyId, series };
  const { lastNumber } = await tx.numberSeries.upsert({
    where: { operatorId_partyId_series: key },
    create: { ...key, prefix, lastNumber: 1n },
    update: { lastNumber: { increment: 1n } },
  });
  return `${prefix}${String(lastNumber).padStart(6, '0')}`;
}
