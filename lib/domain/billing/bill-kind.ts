/** A cycle's own bill, one on demand while the cycle runs, or an account's last. */
export type BillKind = 'cycle' | 'on_demand' | 'final';
