/** How many accounts a run was through with, and when. */
export type PaceSample = { atMs: number; done: number };

export type Pace = {
  /** Rounded: it is read, not computed with. */
  accountsPerSecond: number;
  /** Null while nothing moves. */
  secondsLeft: number | null;
};

/** Older samples say how fast it was, not how fast it is. */
const WINDOW_MS = 20_000;

/** Adds a sample and drops what is too old; one is always kept to measure from. */
export function addSample(samples: readonly PaceSample[], next: PaceSample): PaceSample[] {
  const kept = samples.filter(({ atMs }) => next.atMs - atMs <= WINDOW_MS);
  const base = kept.length > 0 ? kept : samples.slice(-1);
  return [...base, next];
}

/**
 * How fast a run moves and how long it will go on at that, by its last twenty seconds; null until two samples are apart.
 * Example: 1,000 accounts done, 2 s later 5,000 of 9,000: 2,000 a second, 2 s left.
 */
export function paceOf(samples: readonly PaceSample[], total: number): Pace | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs <= first.atMs) return null;
  const perSecond = ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
  const left = Math.max(0, total - last.done);
  return {
    accountsPerSecond: perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10,
    secondsLeft: perSecond > 0 ? Math.ceil(left / perSecond) : null,
  };
}
