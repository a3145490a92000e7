/** What ranks cycles that wait for a person. */
type Waiting = {
  totals: readonly { currency: string; total: string }[];
  attention: readonly { code: string; count: number }[];
};

/**
 * The most money first: a cycle's largest total in any one currency, since amounts of different currencies are not added. Where
 * there is no money yet, the one with the most accounts and bills waiting. Only an order; no amount is made of these numbers.
 */
export function byMoneyWaiting(a: Waiting, b: Waiting): number {
  return largestTotal(b) - largestTotal(a) || waitingCount(b) - waitingCount(a);
}

const largestTotal = ({ totals }: Waiting) =>
  Math.max(0, ...totals.map(({ total }) => Math.abs(Number(total))));

const waitingCount = ({ attention }: Waiting) => attention.reduce((sum, { count }) => sum + count, 0);
