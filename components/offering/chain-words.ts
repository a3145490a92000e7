import { walkDown } from '@/lib/domain/settlement/walk-down';

type Place = { payerId: string; partnerId: string; partner: string };

/** A tree of payers on one line: "A → B → C" as a path, "A (B, C), D" where one pays several. */
export function chainWords(places: readonly Place[]): string {
  const top = walkDown(places, { idOf: (place) => place.partnerId, payerOf: (place) => place.payerId })
    .filter(({ depth }) => depth === 0)
    .map(({ party }) => party);
  return top.map((place) => wordsOf(place, places)).join(', ');
}

function wordsOf({ partnerId, partner }: Place, places: readonly Place[]): string {
  const below = places.filter(({ payerId }) => payerId === partnerId);
  if (below.length === 0) return partner;
  const words = below.map((place) => wordsOf(place, places)).join(', ');
  return below.length === 1 ? `${partner} → ${words}` : `${partner} (${words})`;
}
