export type Weight = { readonly key: string; readonly weight: bigint };

/**
 * Splits a total in minor units by weight, by largest remainder; ties go to the smaller key.
 * The parts always sum to the total, and allocate(−t) is −allocate(t). When every weight is zero the first entry gets all.
 * Fails: throws on a negative weight, on the same key twice, and on a total other than zero with nobody to give it to.
 * Example: 100 over a:1, b:1, c:1 is a 34, b 33, c 33.
 */
export function allocate(totalMinor: bigint, weights: readonly Weight[]): Map<string, bigint> {
  const sum = sumOfWeights(weights);
  const first = weights[0];
  if (first === undefined) {
    if (totalMinor !== 0n) throw new RangeError(`Nobody to allocate ${totalMinor} minor units to`);
    return new Map();
  }
  const parts = new Map<string, bigint>(weights.map(({ key }) => [key, 0n]));
  if (parts.size !== weights.length) throw new RangeError('A key appears twice in an allocation');
  if (sum === 0n) return parts.set(first.key, totalMinor);

  const sign = totalMinor < 0n ? -1n : 1n;
  const total = totalMinor * sign;
  let left = total;
  const remainders = weights.map(({ key, weight }) => {
    const share = (total * weight) / sum;
    left -= share;
    parts.set(key, share * sign);
    return { key, remainder: (total * weight) % sum };
  });

  remainders.sort(byRemainderThenKey);
  for (const { key } of remainders) {
    if (left === 0n) break;
    parts.set(key, parts.get(key)! + sign);
    left -= 1n;
  }
  return parts;
}

function sumOfWeights(weights: readonly Weight[]): bigint {
  let sum = 0n;
  for (const { key, weight } of weights) {
    if (weight < 0n) throw new RangeError(`The weight of ${key} is negative: ${weight}`);
    sum += weight;
  }
  return sum;
}

type Remainder = { key: string; remainder: bigint };

function byRemainderThenKey(a: Remainder, b: Remainder): number {
  if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
