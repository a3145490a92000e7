/**
 * Parties of a tree as people read it: each payer, then those it pays, each with those below it; `depth` counts from the top. Whoever is
 * paid by nobody of them stands at the top.
 * Example: the operator, A (1), B whom A pays (2), C (1).
 */
export function walkDown<T>(
  parties: readonly T[],
  { idOf, payerOf }: { idOf: (party: T) => string; payerOf: (party: T) => string | null },
): { party: T; depth: number }[] {
  const ids = new Set(parties.map(idOf));
  const below = new Map<string | null, T[]>();
  for (const party of parties) {
    const payer = payerOf(party);
    const key = payer !== null && ids.has(payer) ? payer : null;
    below.set(key, [...(below.get(key) ?? []), party]);
  }
  const walk = (payer: string | null, depth: number): { party: T; depth: number }[] =>
    (below.get(payer) ?? []).flatMap((party) => [{ party, depth }, ...walk(idOf(party), depth + 1)]);
  return walk(null, 0);
}
