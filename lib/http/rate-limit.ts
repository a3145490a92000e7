import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/errors';

/** Counted per process and minute: 500 requests a second is more than one connection sends, less than a flood. */
const perActor = new RateLimiterMemory({ keyPrefix: 'actor', points: 30_000, duration: 60 });
const perAddress = new RateLimiterMemory({ keyPrefix: 'anonymous', points: 6_000, duration: 60 });

/** Counts one request of a signed-in actor or, without one, of an address. Fails: AppError `rate_limited`. */
export async function countRequest(caller: { actorId: string } | { address: string }): Promise<void> {
  try {
    if ('actorId' in caller) await perActor.consume(caller.actorId);
    else await perAddress.consume(caller.address);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AppError(
      'rate_limited',
      'rate_limited',
      `Too many requests. Try again in ${seconds} seconds.`,
      [{ code: 'retry_after', path: String(seconds), message: `Try again in ${seconds} seconds.` }],
    );
  }
}
