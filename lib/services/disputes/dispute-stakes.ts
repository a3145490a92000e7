import { type DisputeRow, readDisputedParts } from '@/lib/db/disputes';
import type { Sql } from '@/lib/db/tenant';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { planCreditNote } from '@/lib/services/credit-notes/plan-credit-note';
import { releasesOf } from '@/lib/services/disputes/release-disputed';
import type { MovedBill } from '@/lib/services/receivables/move-bill';
import { previewMove } from '@/lib/services/receivables/preview-move';

export type Stakes = MovedBill & { credit: { netMinor: bigint; taxMinor: bigint; totalMinor: bigint } };

/**
 * The bill before and after a dispute of it ends with so much accepted, by the functions that book it, with nothing written: what is shown is what
 * happens. Over the whole operator.
 */
export async function stakesOf(sql: Sql, dispute: DisputeRow, acceptedMinor: bigint): Promise<Stakes> {
  const { id, bill, line, currency } = dispute;
  if (acceptedMinor === 0n) {
    const moved = await previewMove(sql, bill.id, { lines: await releasesOf(sql, id) });
    return { ...moved, credit: { netMinor: 0n, taxMinor: 0n, totalMinor: 0n } };
  }
  const { note, moves } = await planCreditNote(sql, {
    billId: bill.id,
    wanted: { lines: [{ lineId: line.id, amount: moneyOf(currency)(acceptedMinor) }] },
    releases: await readDisputedParts(sql, id),
  });
  const { netMinor, taxMinor, totalMinor } = note;
  return {
    ...(await previewMove(sql, bill.id, { lines: moves })),
    credit: { netMinor, taxMinor, totalMinor },
  };
}
