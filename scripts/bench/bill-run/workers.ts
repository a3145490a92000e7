import { startWorker } from '../../scratch/processes';
import type { Child } from '../../stack/child';
import { newVolume, type Site } from '../bench';
import { runProduct } from './product';

/** Does something while that many worker processes live, each warm: a cold process spends its first second on compiling. */
export async function withWorkers<T>(
  site: Site,
  count: number,
  measure: (workers: readonly Child[]) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  const workers = Array.from({ length: count }, (_, n) => startWorker(site.lab, `worker-${n + 1}`, env));
  try {
    await runProduct(site, await newVolume(site, WARM_UP_ACCOUNTS * count));
    return await measure(workers);
  } finally {
    for (const worker of workers) await worker.stop(STOP_GRACE_MS);
  }
}

const WARM_UP_ACCOUNTS = 1000;
const STOP_GRACE_MS = 10_000;
