import { type CurrentBill, currentBill } from '@/lib/services/bills/current-bill';
import { watchAccount } from '@/lib/services/bills/watch-account';
import type { ServiceContext } from '@/lib/services/context';
import { CALM_MS, HEARTBEAT_MS, pause } from '@/lib/services/following';

/**
 * The bill so far as it is now, and again within a second of usage that was committed for the account, at most four times a second;
 * `null` every fifteen seconds in which nothing came, so that a connection in between is not given up, and every minute the bill
 * again, for what moves it besides usage. Ends when `signal` aborts, and after ten minutes: who still follows asks anew, and is then
 * asked for its session again. Fails: `not_found`.
 */
export async function* followCurrentBill(
  ctx: ServiceContext,
  accountIdOrNumber: string,
  signal: AbortSignal,
  clock: () => string = () => new Date().toISOString(),
): AsyncGenerator<CurrentBill | null> {
  const bill = (): Promise<CurrentBill> => currentBill({ ...ctx, now: clock() }, accountIdOrNumber);
  const endsMs = Date.parse(clock()) + LIFE_MS;
  let hasMoved = false;
  let wake = () => {};
  const first = await bill();
  const { stop, ready } = watchAccount(ctx.actor.operatorId, first.billingAccount.id, () => {
    hasMoved = true;
    wake();
  });
  signal.addEventListener('abort', () => wake());
  try {
    // Again, now that changes are heard of: nothing falls between the look and the listening.
    await ready;
    yield await bill();
    for (let beats = 0; !signal.aborted && Date.parse(clock()) < endsMs; ) {
      if (!hasMoved) {
        await pause(HEARTBEAT_MS, (now) => {
          wake = now;
        });
      }
      if (signal.aborted) return;
      beats = hasMoved ? 0 : beats + 1;
      const isDue = hasMoved || beats % RECHECK_BEATS === 0;
      hasMoved = false;
      yield isDue ? await bill() : null;
      if (isDue) await pause(CALM_MS, () => {});
    }
  } finally {
    stop();
  }
}

const LIFE_MS = 10 * 60_000;
const RECHECK_BEATS = 4;
