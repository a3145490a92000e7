import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import { insertWriteOff, lockWrittenOffBills } from '@/lib/db/write-offs';
import { least } from '@/lib/domain/settlement/least';
import type { ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { bookingDay, bookWriteOff } from '@/lib/services/write-offs/book-write-off';

export type RecoveredBill = { billId: string; amountMinor: bigint };

/**
 * Money came after all: takes back as much of an account's write-offs as there is money for, the bill due first first, so that the bills
 * are open again and the money can go on them; `only`: of these bills. In the caller's transaction over the whole operator, which
 * then allocates.
 * Example: 30.00 to spend, 20.00 and 50.00 written off: 20.00 and 10.00 are open again.
 */
export async function recoverWriteOffs(
  sql: Sql,
  ctx: ServiceContext,
  account: { billingAccountId: string; currency: string; only?: ReadonlySet<string> | undefined },
  spendableMinor: bigint,
): Promise<RecoveredBill[]> {
  if (spendableMinor <= 0n) return [];
  const { billingAccountId, currency, only } = account;
  const recovered: RecoveredBill[] = [];
  let leftMinor = spendableMinor;
  for (const { billId, writtenOffMinor } of await lockWrittenOffBills(sql, billingAccountId, currency)) {
    if (leftMinor === 0n) break;
    if (only && !only.has(billId)) continue;
    const amountMinor = least(writtenOffMinor, leftMinor);
    const [id, bookedOn] = [newId(), await bookingDay(sql, ctx)];
    const row = { id, kind: 'reversal', billId, amountMinor, reason: RECOVERED } as const;
    await insertWriteOff(sql, ctx.actor.operatorId, {
      ...{ ...row, billingAccountId, currency, state: 'booked', bookedOn },
      ...{ askedBy: actorName(ctx.actor), askedAt: ctx.now },
    });
    await bookWriteOff(sql, ctx, row, bookedOn);
    recovered.push({ billId, amountMinor });
    leftMinor -= amountMinor;
  }
  return recovered;
}

const RECOVERED = 'Paid after it was written off';
