import { BILL_RUN_CHANNEL } from '@/lib/db/bill-runs';
import { listen } from '@/lib/db/listen';
import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import type { ServiceContext } from '@/lib/services/context';

/**
 * The run as it is now, and again each time it has moved, at most four times a second; `null` every fifteen seconds in
 * which nothing moved, so that a connection in between is not given up. Ends when `signal` aborts. Fails: `not_found`.
 */
export async function* followBillRun(
  ctx: ServiceContext,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<BillRunView | null> {
  let wake = () => {};
  let hasMoved = true;
  const noticed = `${ctx.actor.operatorId}:${runId}`;
  const stop = listen(BILL_RUN_CHANNEL, (payload) => {
    if (payload !== null && payload !== noticed) return;
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
      yield await getBillRun(ctx, runId);
      await pause(CALM_MS, () => {});
    }
  } finally {
    stop();
  }
}

const HEARTBEAT_MS = 15_000;
const CALM_MS = 250;

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
