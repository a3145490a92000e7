import type { ExampleChain, PlacedTerm } from '@/components/agreement/example-chain';

/**
 * What the example can be of: the chains there are, the first of them for anything, and whatever else a term of the agreement is for, so
 * that each term can be seen at work while it is written.
 */
export function soldChoices(
  chains: readonly ExampleChain[],
  terms: readonly PlacedTerm[],
  categoryLabel: (name: string) => string,
): ExampleChain[] {
  const known = new Set(chains.map(({ id }) => id));
  const above = chains[0]?.above ?? [];
  const added: ExampleChain[] = [];
  for (const { offeringId, offeringName, category } of terms) {
    const id = offeringId ?? (category === null ? '' : `category:${category}`);
    if (id === '' || known.has(id)) continue;
    known.add(id);
    const label = offeringId === null ? categoryLabel(category ?? '') : (offeringName ?? offeringId);
    added.push({ id, label, category, above, below: [] });
  }
  return [...chains, ...added];
}
