import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, startCluster } from '../postgres/cluster';

/** Starts the embedded PostgreSQL and, when it dies while we run, starts it again on the same address. */
export async function keepCluster(dataDir: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const notice = (line: string) => console.log(line);
  let cluster = await startCluster({ dataDir, notice });
  const stopping = new AbortController();

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await cluster.exited;
      if (stopping.signal.aborted) return;
      console.error('PostgreSQL ended; starting it again.');
      const again = await restart(dataDir, cluster.port, stopping.signal);
      if (again !== null) cluster = again;
    }
  })();

  const stop = async () => {
    stopping.abort();
    await cluster.stop();
    await loop;
    await cluster.stop();
  };
  return { url: cluster.url, stop };
}

async function restart(dataDir: string, port: number, stopping: AbortSignal): Promise<Cluster | null> {
  for (let delayMs = 500; !stopping.aborted; delayMs = Math.min(delayMs * 2, 30_000)) {
    try {
      return await startCluster({ dataDir, port });
    } catch (error) {
      console.error(`${(error as Error).message}\nTrying again in ${delayMs / 1000} s.`);
      await sleep(delayMs, undefined, { signal: stopping }).catch(() => {});
    }
  }
  return null;
}
