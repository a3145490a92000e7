import { setTimeout as sleep } from 'node:timers/promises';
import { Sentence } from '../sentence';

/**
 * Waits until the stack says it is well: 200 from /api/health, which means web, database and a worker. Without
 * workers any answer of the web will do, because health rightly stays at 503.
 */
export async function untilHealthy(options: {
  url: string;
  timeoutMs: number;
  needWorker: boolean;
  logs: string;
  givenUp: () => string | null;
}): Promise<void> {
  const until = Date.now() + options.timeoutMs;
  let last = 'no answer';
  while (Date.now() < until) {
    const reason = options.givenUp();
    if (reason !== null) throw new Sentence(reason);
    const answer = await ask(`${options.url}/api/health`);
    if (answer.status === 200 || (answer.status !== null && !options.needWorker)) return;
    last = answer.text;
    await sleep(200);
  }
  throw new Sentence(
    `Tributary did not become healthy within ${options.timeoutMs / 1000} s. Its last answer: ${last}. The logs are in ${options.logs}.`,
  );
}

async function ask(url: string): Promise<{ status: number | null; text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return { status: response.status, text: `${response.status} ${(await response.text()).slice(0, 300)}` };
  } catch (error) {
    return { status: null, text: (error as Error).message };
  }
}
