/** Civil dates, half-open; null has no end. */
export type Validity = { validFrom: string; validTo: string | null };

/** Whether a validity covers a day. */
export const covers = ({ validFrom, validTo }: Validity, on: string): boolean =>
  validFrom <= on && (validTo === null || on < validTo);

/** Whether two share a day. */
export const overlaps = (a: Validity, b: Validity): boolean =>
  (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo);

/**
 * Of versions that do not overlap the one by which a day's charges are settled: the one that covers it; for a day before the first
 * the first, because what was sold before the paper was signed is paid by it. Null after the last one has ended, and in a gap.
 * Example: one to 1 March, one from 1 March: 28 February is the first's, 1 March the second's.
 */
export function versionOn<V extends Validity>(versions: readonly V[], on: string): V | null {
  const covering = versions.find((version) => covers(version, on));
  if (covering) return covering;
  const first = versions.reduce<V | null>(
    (least, version) => (least === null || version.validFrom < least.validFrom ? version : least),
    null,
  );
  return first !== null && on < first.validFrom ? first : null;
}
