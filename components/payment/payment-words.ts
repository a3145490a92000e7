/** How money may come, in the order in which it is offered. */
export const METHODS = ['bank_transfer', 'card', 'direct_debit', 'cash', 'other'] as const;
export type MethodKind = (typeof METHODS)[number];
export const methodOf = (id: string): MethodKind => METHODS.find((kind) => kind === id) ?? 'other';

export const REVERSALS = ['chargeback', 'returned', 'mistake'] as const;
export type ReversalKind = (typeof REVERSALS)[number];
