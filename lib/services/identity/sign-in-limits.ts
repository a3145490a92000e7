import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/errors';

/**
 * Counted per process: eight wrong passwords for an account and sixty from an address in a quarter of an hour, and
 * three hundred attempts a minute in total, which bounds the memory and processor time hashing can take.
 */
const QUARTER_HOUR_S = 15 * 60;
const perAccount = new RateLimiterMemory({
  keyPrefix: 'account',
  points: 8,
  duration: QUARTER_HOUR_S,
});
const perAddress = new RateLimiterMemory({
  keyPrefix: 'address',
  points: 60,
  duration: QUARTER_HOUR_S,
});
const inTotal = new RateLimiterMemory({ keyPrefix: 'total', points: 300, duration: 60 });

export type Attempt = { email: string; address: string };

/** Refuses an attempt beyond the limits before any work is done for it. Fails: AppError `sign_in_limited`. */
export async function admitAttempt(attempt: Attempt): Promise<void> {
  const [account, address] = await Promise.all([
    perAccount.get(attempt.email.toLowerCase()),
    perAddress.get(attempt.address),
  ]);
  if (account && account.consumedPoints >= perAccount.points) throw limited(account);
  if (address && address.consumedPoints >= perAddress.points) throw limited(address);
  await inTotal.consume('all').catch((refusal: unknown) => {
    throw refusal instanceof RateLimiterRes ? limited(refusal) : refusal;
  });
}

export async function countFailure(attempt: Attempt): Promise<void> {
  // penalty() counts past the limit without throwing; the next attempt is refused.
  await Promise.all([perAccount.penalty(attempt.email.toLowerCase()), perAddress.penalty(attempt.address)]);
}

/** The right password clears the account's count; the address keeps its own, for it may be trying many accounts. */
export async function countSuccess(attempt: Attempt): Promise<void> {
  await perAccount.delete(attempt.email.toLowerCase());
}

/** The seconds to wait are in the path, where the sign-in page reads them. */
function limited(state: RateLimiterRes): AppError {
  const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  return new AppError(
    'rate_limited',
    'sign_in_limited',
    `Too many attempts. Try again in ${seconds} seconds.`,
    [{ code: 'retry_after', path: String(seconds), message: `Try again in ${seconds} seconds.` }],
  );
}
