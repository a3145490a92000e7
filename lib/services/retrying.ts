import { setTimeout as sleep } from 'node:timers/promises';

/** Runs a transaction again when PostgreSQL could not serialise it (40001) or broke a deadlock (40P01); five times at most. */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !isTransient(error)) throw error;
      await sleep(20 * attempt);
    }
  }
}

const ATTEMPTS_MAX = 5;

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40001' || code === '40P01';
}
