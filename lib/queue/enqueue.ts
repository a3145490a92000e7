import { execute, type Handle } from '@/lib/db/tenant';
import type { JobName, JobPayload } from '@/lib/queue/jobs';

/**
 * Adds a job in the caller's transaction: it exists if, and only if, what caused it is committed.
 * A second job with the same `jobKey` that has not started replaces the first.
 */
export async function enqueue<Name extends JobName>(
  handle: Handle,
  name: Name,
  payload: JobPayload<Name>,
  options: { jobKey?: string; runAt?: string; maxAttempts?: number } = {},
): Promise<void> {
  await execute(handle, 'select enqueue_job($1::text, $2::json, $3::text, $4::timestamptz, $5::int)', [
    name,
    JSON.stringify(payload),
    options.jobKey ?? null,
    options.runAt ?? null,
    options.maxAttempts ?? null,
  ]);
}
