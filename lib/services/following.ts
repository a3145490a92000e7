import { listen } from '@/lib/db/listen';

/**
 * What `read` answers now, and again each time its notice comes on a channel of PostgreSQL, `calmMs` apart at least; `null` every
 * fifteen seconds in which nothing moved, so that a connection in between is not given up. Ends when `signal` aborts.
 */
export async function* following<T>(
  { channel, notice, calmMs = CALM_MS }: { channel: string; notice: string; calmMs?: number },
  signal: AbortSignal,
  read: () => Promise<T>,
): AsyncGenerator<T | null> {
  let wake = () => {};
  let hasMoved = true;
  const stop = listen(channel, (payload) => {
    if (payload !== null && payload !== notice) return;
    hasMoved = true;
    wake();
  });
  signal.addEventListener('abort', () => wake());
  try {
    while (!signal.aborted) {
      if (!hasMoved)
        await pause(HEARTBEAT_MS, (now) => {
          wake = now;
        });
      if (signal.aborted) return;
      if (!hasMoved) {
        yield null;
        continue;
      }
      hasMoved = false;
      yield await read();
      await pause(calmMs, () => {});
    }
  } finally {
    stop();
  }
}

export const HEARTBEAT_MS = 15_000;
export const CALM_MS = 250;

/** Resolves after `timeoutMs`, or when what `onStart` was given is called. */
export function pause(timeoutMs: number, onStart: (now: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    onStart(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
