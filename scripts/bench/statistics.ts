/** The middle value; of an even number the mean of the two in the middle. Fails: throws when there is none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that at least `percent` of all do not exceed (nearest rank). percentile of 1…100 at 99 is 99. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}

/** k of time ≈ c · sizeᵏ, by least squares over the logarithms: 1 is linear, 2 quadratic. */
export function growthExponent(points: readonly { size: number; time: number }[]): number {
  if (points.length < 2) throw new RangeError('An exponent needs two points');
  const logs = points.map(({ size, time }) => ({ x: Math.log(size), y: Math.log(time) }));
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length;
  let [covariance, variance] = [0, 0];
  for (const { x, y } of logs) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return covariance / variance;
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('There is nothing to measure');
  return [...values].sort((a, b) => a - b);
}
