import path from 'node:path';
import type { Environment } from '@/lib/env';
import { isFree } from '../postgres/free-port';
import type { Closers } from './closers';
import { supervise } from './supervise';

const GRACE_MS = 1_000;

type Surroundings = { environment: Environment; dataDir: string; closers: Closers };

/** The partner whose system the demo world's connectors read. Where its port is taken the demo does without, and says so. */
export async function startSimulator(
  root: string,
  { environment, dataDir, closers }: Surroundings,
): Promise<void> {
  const port = environment.SIMULATOR_PORT;
  if (port === 0 || closers.isClosing) return;
  if (!(await isFree(port))) {
    console.log(`Port ${port} is taken, so the simulated partner is not started (SIMULATOR_PORT moves it).`);
    return;
  }
  const { stop } = supervise(
    {
      name: 'simulated partner',
      args: ['--import', 'tsx', 'scripts/simulate-partner.ts', '--port', String(port)],
      cwd: root,
      // It is somebody else's system: nothing of ours is its to know.
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
      log: path.join(dataDir, 'logs/simulated-partner.log'),
      dataDir,
    },
    GRACE_MS,
  );
  closers.add(stop);
}
