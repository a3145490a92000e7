/**
 * Lanes of one run in this process: while PostgreSQL writes the chunk of one, Node computes that of another. Ends when all have
 * ended. A failure stops the others at their next whole chunk, and is thrown when they have stopped.
 */
export async function inLanes(
  count: number,
  signal: AbortSignal | undefined,
  lane: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failing = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failing.signal]) : failing.signal;
  const lanes = Array.from({ length: count }, async () => {
    try {
      await lane(stop);
    } catch (error) {
      failing.abort();
      throw error;
    }
  });
  for (const ended of await Promise.allSettled(lanes)) if (ended.status === 'rejected') throw ended.reason;
}
