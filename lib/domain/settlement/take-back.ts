import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';

/** What of a payment is on a bill, and what of the bill is paid at all: money may have left it since, by a credit note. */
export type OnBill = { billId: string; amountMinor: bigint; collectedMinor: bigint };

export type TakeBack = {
  /** What leaves the account's credit without leaving a bill first. */
  fromCreditMinor: bigint;
  /** What leaves which bill. */
  fromBills: Allocated[];
  /** What cannot be found any more; above zero, nothing may be taken. */
  missingMinor: bigint;
};

/**
 * Where money of a payment comes from that goes back: what of it was never put on a bill; then the bills it paid, the newest allocation
 * first; then credit that those bills gave back; then, newest first, what else the account paid. `creditMinor` is the account's credit,
 * of which `unallocatedMinor` at most is this payment's own.
 * Example: 100.00 of a payment of 150.00 with 90.00 and 40.00 (newer) on bills: 20.00 from credit, 40.00, 40.00.
 */
export function takeBack(
  wantedMinor: bigint,
  credit: { creditMinor: bigint; unallocatedMinor: bigint },
  ofPayment: readonly OnBill[],
  ofOthers: readonly OnBill[] = [],
): TakeBack {
  const free = least(wantedMinor, credit.creditMinor, credit.unallocatedMinor);
  const parts = new Map<string, bigint>();
  let [fromCreditMinor, leftMinor] = [free, wantedMinor - free];
  const take = ({ billId, amountMinor, collectedMinor }: OnBill) => {
    const takenMinor = parts.get(billId) ?? 0n;
    const partMinor = least(leftMinor, amountMinor, collectedMinor - takenMinor);
    if (partMinor <= 0n) return;
    parts.set(billId, takenMinor + partMinor);
    leftMinor -= partMinor;
  };
  for (const onBill of ofPayment) take(onBill);
  const rest = least(leftMinor, credit.creditMinor - fromCreditMinor);
  fromCreditMinor += rest;
  leftMinor -= rest;
  for (const onBill of ofOthers) take(onBill);
  return {
    fromCreditMinor,
    fromBills: [...parts].map(([billId, amountMinor]) => ({ billId, amountMinor })),
    missingMinor: leftMinor,
  };
}
