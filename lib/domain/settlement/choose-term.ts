import type { Step } from '@/lib/domain/rating/step';

/** For what of an agreement a term holds: one offering, one category, or (neither) everything else. */
export type TermPlace = { offeringId: string | null; category: string | null };

/** What is sold, as terms tell it apart; nothing of it is known of a line that names no offering. */
export type SoldOffering = { id: string | null; category: string | null };

/**
 * The term by which an offering is settled: its own, else its category's, else the general one; null when there is none. The one place where
 * that is decided: for each level of a chain, for lines by their agreement alone, for examples and for what is refused.
 * Example: 60 % in general, 55 % for security, 50 % for Endpoint guard (security): it gives 50 %, other security 55 %.
 */
export function chooseTerm<T extends TermPlace>(terms: readonly T[], offering: SoldOffering): T | null {
  let chosen: T | null = null;
  for (const term of terms) {
    const rank = closeness(term, offering);
    if (rank > (chosen === null ? 0 : closeness(chosen, offering))) chosen = term;
  }
  return chosen;
}

/** Why a term was taken: a step that goes before those of its arithmetic. Places by the names that people know. */
export function chosenStep({
  offering,
  category,
}: {
  offering: string | null;
  category: string | null;
}): Step {
  if (offering !== null) return { code: 'share_term_offering', name: offering };
  return category === null ? { code: 'share_term_general' } : { code: 'share_term_category', name: category };
}

/** 0: it does not hold for the offering. */
function closeness({ offeringId, category }: TermPlace, offering: SoldOffering): 0 | 1 | 2 | 3 {
  if (offeringId !== null) return offeringId === offering.id ? 3 : 0;
  if (category !== null) return category === offering.category ? 2 : 0;
  return 1;
}
