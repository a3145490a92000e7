import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';

/** What a reversal made the customer owe, or took off a bill, and what is open of it now. */
export type TakenFrom = { billId: string; takenMinor: bigint; openMinor: bigint };

export type PutBack = {
  /** What goes where it was taken from. */
  onBills: Allocated[];
  /** What cannot go back there, because somebody else paid it meanwhile: it pays what is open, as money that comes does. */
  displacedMinor: bigint;
  /** What was the account's credit, and is again. */
  creditMinor: bigint;
};

/**
 * Where money goes that was taken back and won: the way it went, in the other direction. `taken` in that order: what became the customer's
 * debt, then the bills, those that were left last first; what is beyond them had been credit. `beforeMinor` was won of it before.
 * Example: 50.00 won, of which 10.00 became a debt and 30.00 left a bill that another payment settled since: 10.00 on the debt, 30.00
 * displaced, 10.00 credit.
 */
export function putBack(wonMinor: bigint, taken: readonly TakenFrom[], beforeMinor = 0n): PutBack {
  let doneMinor = beforeMinor;
  let leftMinor = wonMinor;
  let displacedMinor = 0n;
  const onBills: Allocated[] = [];
  for (const { billId, takenMinor, openMinor } of taken) {
    const backMinor = least(doneMinor, takenMinor);
    const wantedMinor = least(leftMinor, takenMinor - backMinor);
    doneMinor -= backMinor;
    const amountMinor = least(wantedMinor, openMinor);
    if (amountMinor > 0n) onBills.push({ billId, amountMinor });
    displacedMinor += wantedMinor - amountMinor;
    leftMinor -= wantedMinor;
  }
  return { onBills, displacedMinor, creditMinor: leftMinor };
}
