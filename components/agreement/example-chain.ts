import type { ExampleSource } from '@/lib/domain/settlement/read-example';

/** A term as its agreement says it. */
export type ExampleTerm = { kind: string; basis: string; terms: Record<string, unknown> };

/** A party of a chain with who pays it and by which term; `href` leads to its agreement. */
export type ExampleLink = ExampleTerm & { payerId: string; partyId: string; name: string; href?: string };

/** A chain in which the agreement stands: the other places, those before its own and those after it, as their signed terms say. */
export type ExampleChain = {
  /** Empty: the agreement alone. */
  id: string;
  label: string;
  category: string | null;
  above: readonly ExampleLink[];
  below: readonly ExampleLink[];
};

/** For what a term is, as `chooseTerm` reads it. */
export type PlacedTerm = ExampleTerm & {
  offeringId: string | null;
  offeringName?: string | undefined;
  category: string | null;
};

export type ExampleBill = Pick<ExampleSource, 'amount' | 'quantity' | 'paidPercent' | 'soldBefore'>;
