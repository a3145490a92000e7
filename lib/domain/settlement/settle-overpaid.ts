import { type BillFacts, billPosition } from '@/lib/domain/settlement/bill-position';

/**
 * What a credit leaves less of than was paid: the facts with what was written off lowered first, and then what was collected, until nothing is
 * covered twice. What was collected too much is the customer's credit again. For bills below nothing the other way round.
 * Example: 119.00, all paid; a credit of 11.90 leaves 107.10 collected.
 */
export function settleOverpaid<F extends BillFacts>(facts: F): F {
  const { receivableMinor, collectedMinor, writtenOffMinor } = billPosition(facts);
  const collectibleMinor = receivableMinor + collectedMinor + writtenOffMinor;
  const isCredit = collectibleMinor < 0n || (collectibleMinor === 0n && collectedMinor < 0n);
  const excessMinor = isCredit ? receivableMinor : -receivableMinor;
  if (excessMinor <= 0n) return facts;
  const fromWrittenOff = writtenOffMinor < excessMinor ? writtenOffMinor : excessMinor;
  const freed = excessMinor - fromWrittenOff;
  return {
    ...facts,
    writtenOffMinor: writtenOffMinor - fromWrittenOff,
    collectedMinor: isCredit ? collectedMinor + freed : collectedMinor - freed,
  };
}
