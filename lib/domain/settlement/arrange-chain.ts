/** Who pays whom, as an agreement says it. */
export type PaidPlace = { payerId: string; partnerId: string };

/** A place with the index of the place whose party pays it; −1: the operator pays. */
export type Arranged<P> = { place: P; payerIndex: number };

/**
 * Puts the places of a chain, given in any order, into the one in which shares are computed: whom the operator pays, then whom those pay,
 * level by level. Places of one payer stand together, in the order in which they were given. What no way down from the operator reaches
 * is left out; a path that was given from the top down stays as it is.
 * Example: operator→A, A→B, operator→C, A→D gives A and C, then B and D, both below index 0.
 */
export function arrangeChain<P extends PaidPlace>(operatorId: string, places: readonly P[]): Arranged<P>[] {
  const below = new Map<string, P[]>();
  for (const place of places) {
    const paid = below.get(place.payerId);
    if (paid) paid.push(place);
    else below.set(place.payerId, [place]);
  }
  const arranged: Arranged<P>[] = [];
  const descend = (partyId: string, payerIndex: number) => {
    for (const place of below.get(partyId) ?? []) arranged.push({ place, payerIndex });
    // Each payer once: a party that is in the chain twice is refused, and must not be walked for ever.
    below.delete(partyId);
  };
  descend(operatorId, -1);
  for (let index = 0; index < arranged.length; index += 1) descend(arranged[index]!.place.partnerId, index);
  return arranged;
}

/**
 * The links of an arranged chain, as `read` has each place; what stands below a place that it cannot read is left out with it, because
 * nothing can be computed there.
 */
export function linksOf<P, L extends object>(
  arranged: readonly Arranged<P>[],
  read: (place: P) => L | null,
): (L & { payerIndex: number })[] {
  const links: (L & { payerIndex: number })[] = [];
  const linkAt = new Map([[-1, -1]]);
  for (const [index, { place, payerIndex: payerAt }] of arranged.entries()) {
    const payerIndex = linkAt.get(payerAt);
    const link = payerIndex === undefined ? null : read(place);
    if (link === null || payerIndex === undefined) continue;
    linkAt.set(index, links.length);
    links.push({ ...link, payerIndex });
  }
  return links;
}
