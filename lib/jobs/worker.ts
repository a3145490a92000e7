import { env } from '@/lib/env';
import { handlers, SCHEDULE } from '@/lib/jobs/handlers';
import { log } from '@/lib/log';
import { runWorker } from '@/lib/queue/run-worker';

/** The worker process. SIGTERM and SIGINT finish the step in hand; a lost database ends it with exit code 1. */
try {
  const url = env().WORKER_DATABASE_URL;
  if (!url) throw new Error('WORKER_DATABASE_URL is not set: start Tributary with npm start.');
  const worker = await runWorker(url, handlers, SCHEDULE);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= worker.stop();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever started us so holds the other end of our input: its end is ours, even by kill -9.
  if (process.env.TRIBUTARY_SUPERVISED === '1') process.stdin.resume().on('close', stop);
  log.info('worker ready');
  await worker.ended;
  await stopping;
  process.exit(0);
} catch (error) {
  log.error({ error: error instanceof Error ? error.message : String(error) }, 'worker ended');
  // Open handles of a lost database may never settle; the supervisor starts the next one.
  process.exit(1);
}
