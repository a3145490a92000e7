import type { Term } from '@/lib/domain/settlement/terms';

/**
 * What a party is still owed when the period closes so that its term reaches the minimum guarantee, in minor units; the party
 * above pays it. Zero without a guarantee, or when the period's share is above it. A guarantee above the cap counts up to the cap.
 * Example: a guarantee of 500.00 and shares of 320.00 leave 180.00.
 */
export function guaranteeTopUp(
  term: Pick<Term, 'minimumGuaranteeMinor' | 'capMinor'>,
  periodShareMinor: bigint,
): bigint {
  const { minimumGuaranteeMinor, capMinor } = term;
  if (minimumGuaranteeMinor == null) return 0n;
  const isAboveCap = capMinor != null && minimumGuaranteeMinor > capMinor;
  const guaranteed = isAboveCap ? capMinor : minimumGuaranteeMinor;
  return guaranteed > periodShareMinor ? guaranteed - periodShareMinor : 0n;
}
