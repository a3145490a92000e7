import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';

export type AttributedAllocation = Allocated & { paymentId: string | null };

/**
 * Whose money a credit is that pays bills: the payments' whose rest is in it, in the order given, and what no payment explains (bills below
 * nothing, credit notes) is nobody's. Parts of one bill stand together, and sum to what it gets.
 * Example: 50.00 for one bill out of rests of 30.00 and 40.00: 30.00 and 20.00.
 */
export function attributeCredit(
  allocations: readonly Allocated[],
  rests: readonly { paymentId: string; restMinor: bigint }[],
): AttributedAllocation[] {
  const left = rests.filter(({ restMinor }) => restMinor > 0n).map((rest) => ({ ...rest }));
  return allocations.flatMap(({ billId, amountMinor }) => {
    const parts: AttributedAllocation[] = [];
    let missing = amountMinor;
    while (missing > 0n) {
      const [rest] = left;
      if (!rest) {
        parts.push({ billId, amountMinor: missing, paymentId: null });
        break;
      }
      const part = least(rest.restMinor, missing);
      parts.push({ billId, amountMinor: part, paymentId: rest.paymentId });
      missing -= part;
      rest.restMinor -= part;
      if (rest.restMinor === 0n) left.shift();
    }
    return parts;
  });
}
