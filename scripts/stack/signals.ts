import type { Closers } from './closers';

/**
 * Ends the stack on Ctrl-C, SIGTERM and a closed terminal, and when the npm that started us is gone: killed with -9
 * it cannot pass a signal on, and would leave us behind with nobody to stop us.
 */
export function endWithUs(closers: Closers): void {
  const end = () => {
    if (closers.isClosing) return;
    console.log('\nStopping …');
    void closers.close().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // `npm start | head`: a reader that leaves must not take us down with an unhandled error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 1000).unref();
}
