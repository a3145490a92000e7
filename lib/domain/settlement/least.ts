/** The smallest of some amounts, and nothing when that is below it: so much can be taken of all of them. */
export function least(first: bigint, ...others: bigint[]): bigint {
  let smallest = first;
  for (const amountMinor of others) if (amountMinor < smallest) smallest = amountMinor;
  return smallest > 0n ? smallest : 0n;
}
