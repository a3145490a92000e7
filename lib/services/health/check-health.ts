import { countLiveWorkers } from '@/lib/db/health';
import { log } from '@/lib/log';

export type Health = { status: 'ok' | 'degraded'; database: boolean; worker: boolean };

/** Whether the database answers and at least one worker lives. Never throws; a slow database counts as down. */
export async function checkHealth(): Promise<Health> {
  try {
    const workers = await within(TIMEOUT_MS, countLiveWorkers());
    return { status: workers > 0 ? 'ok' : 'degraded', database: true, worker: workers > 0 };
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : String(error) }, 'health: database down');
    return { status: 'degraded', database: false, worker: false };
  }
}

const TIMEOUT_MS = 3_000;

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
