const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After each failed attempt, until the next; about three days in all. */
const WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
const JITTER = 0.2;
const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/** How often an event is tried. */
export const MOST_ATTEMPTS = WAITS_MS.length + 1;

/**
 * How long to wait after the n-th failed attempt, in ms; null gives up. Up to a fifth longer or shorter by `chance` (0 to 1), so that
 * what failed together does not come back together; never shorter than the receiver asked for (at most a day).
 */
export function waitAfter(
  attempts: number,
  chance: number,
  retryAfterMs: number | null = null,
): number | null {
  const wait = WAITS_MS[attempts - 1];
  if (wait === undefined) return null;
  const jittered = Math.round(wait * (1 - JITTER + 2 * JITTER * chance));
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}

const SHORTEST_PAUSE_MS = 10 * SECOND;
const LONGEST_PAUSE_MS = HOUR;

/** How long an endpoint that failed so many calls in a row is left alone: 10 s, 20 s, 40 s, … an hour; or as long as it asked for. */
export function pauseAfter(failures: number, retryAfterMs: number | null): number {
  const pause = Math.min(SHORTEST_PAUSE_MS * 2 ** Math.min(failures - 1, 20), LONGEST_PAUSE_MS);
  return Math.max(pause, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}

/** A Retry-After header, in ms from now: seconds, or an HTTP date; null when it is neither. */
export function readRetryAfter(header: string | undefined, now: string): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.parse(now));
}
