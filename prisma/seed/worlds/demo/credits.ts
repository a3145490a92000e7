import { type BillSummary, listBills } from '@/lib/services/bills/list-bills';
import { listCreditableLines } from '@/lib/services/credit-notes/bill-credit';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { writeOffBill } from '@/lib/services/write-offs/write-off-bill';
import { actingAt, type World } from '@/prisma/seed/builders/world';

/** What became of the oldest bills: one is paid and has a line credited, which is credit now; one has a goodwill credit, and of one a small rest was written off. */
export async function buildCredits(world: World): Promise<void> {
  const ctx = actingAt(world, world.now);
  const page = await listBills(ctx, {
    ...{ q: '', filters: { state: ['issued'], currency: ['EUR'] }, after: null, pageSize: 20 },
    sort: { id: 'period', descending: false },
  });
  const [line, goodwill, rest] = page.data.filter(isAboveTen);
  if (!line || !goodwill || !rest) throw new Error('The demo has too few issued bills');
  await recordPayment(ctx, {
    ...{ billingAccountId: line.billingAccount.id, amountMinor: BigInt(line.total.replace('.', '')) },
    ...{ currency: line.currency, receivedOn: line.dueOn!, method: 'bank_transfer', reference: line.number! },
    ...{ payer: null, source: 'hand', sourceKey: 'seed:first-bill' },
    allocations: [{ billId: line.id, amountMinor: BigInt(line.total.replace('.', '')) }],
  });
  const [first] = await listCreditableLines(ctx, line.id);
  await issueCreditNote(ctx, {
    ...{ billId: line.id, reason: 'Charged for days without service' },
    wanted: { lines: [{ lineId: first!.lineId, amount: first!.left }] },
  });
  await issueCreditNote(ctx, {
    ...{
      billId: goodwill.id,
      reason: 'Thank you for your patience in October',
      wanted: { goodwill: '2.50' },
    },
  });
  await writeOffBill(ctx, { billId: rest.id, amount: '0.40', reason: 'Bank charges, not worth asking for' });
}

const isAboveTen = ({ total }: BillSummary): boolean => Number.parseInt(total, 10) > 10;
