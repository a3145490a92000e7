import { listen } from '@/lib/db/listen';
import { USAGE_FILE_CHANNEL } from '@/lib/db/usage-files';
import type { ServiceContext } from '@/lib/services/context';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import type { UsageFileDetail } from '@/lib/services/usage-files/usage-file-view';

/**
 * The file as it is now, and again each time its reading has moved, at most twice a second; `null` every fifteen seconds in
 * which nothing moved, so that a connection in between is not given up. Ends when `signal` aborts. Fails: `not_found`.
 */
export async function* followUsageFile(
  ctx: ServiceContext,
  fileId: string,
  signal: AbortSignal,
): AsyncGenerator<UsageFileDetail | null> {
  let wake = () => {};
  let hasMoved = true;
  const noticed = `${ctx.actor.operatorId}:${fileId}`;
  const stop = listen(USAGE_FILE_CHANNEL, (payload) => {
    if (payload !== null && payload !== noticed) return;
    hasMoved = true;
    wake();
  });
  signal.addEventListener('abort', () => wake());
  try {
    while (!signal.aborted) {
      if (!hasMoved) {
        await pause(HEARTBEAT_MS, (now) => {
          wake = now;
        });
      }
      if (signal.aborted) return;
      if (!hasMoved) {
        yield null;
        continue;
      }
      hasMoved = false;
      yield await getUsageFile(ctx, fileId);
      await pause(CALM_MS, () => {});
    }
  } finally {
    stop();
  }
}

const HEARTBEAT_MS = 15_000;
const CALM_MS = 500;

/** Resolves after `timeoutMs`, or when what `onStart` was given is called. */
function pause(timeoutMs: number, onStart: (now: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    onStart(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
