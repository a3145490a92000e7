/** For what of an agreement a term holds: one offering, one category, or (neither) everything else. */
export type TermPlace = { offeringId: string | null; category: string | null };

/** The term by which an offering is settled: its own, else its category's, else the general one; null when there is none. */
export function chooseTerm<T extends TermPlace>(
  terms: readonly T[],
  offering: { id: string | null; category: string | null },
): T | null {
  const general = (term: T) => term.offeringId === null && term.category === null;
  return (
    terms.find(({ offeringId }) => offeringId !== null && offeringId === offering.id) ??
    terms.find(({ category }) => category !== null && category === offering.category) ??
    terms.find(general) ??
    null
  );
}
