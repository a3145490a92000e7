import { overlaps, type Validity } from '@/lib/domain/settlement/in-force';

/** Money goes from the payer to the partner while the agreement is valid. */
export type PaymentEdge = Validity & { payerId: string; partnerId: string };

/**
 * The way on which an agreement's money would come back to its payer, from the payer to the payer; null when there is none. Agreements
 * count that share a day with it, however many lie between.
 * Example: A pays B, B pays C; a new one by which C pays A gives C, A, B, C.
 */
export function findCycle(edges: readonly PaymentEdge[], next: PaymentEdge): string[] | null {
  const below = new Map<string, string[]>();
  for (const edge of edges) {
    if (!overlaps(edge, next)) continue;
    const partners = below.get(edge.payerId);
    if (partners) partners.push(edge.partnerId);
    else below.set(edge.payerId, [edge.partnerId]);
  }
  // Breadth first, each party once: the shortest way, however the agreements branch.
  const cameFrom = new Map([[next.partnerId, next.payerId]]);
  const queue = [next.partnerId];
  for (const party of queue) {
    if (party === next.payerId) return wayTo(party, cameFrom);
    for (const partner of below.get(party) ?? []) {
      if (cameFrom.has(partner)) continue;
      cameFrom.set(partner, party);
      queue.push(partner);
    }
  }
  return null;
}

function wayTo(payerId: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [payerId];
  let party = payerId;
  do {
    party = cameFrom.get(party)!;
    way.unshift(party);
  } while (party !== payerId);
  return way;
}
