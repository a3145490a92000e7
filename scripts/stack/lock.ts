import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processIdentity } from '../process-identity';
import { Sentence } from '../sentence';

type Holder = { identity: string; pid: number; port: number };

/**
 * One start per data folder. Answers how to give the folder back, and whether the last holder died without doing so.
 * A lock of a process that is gone, or whose pid now is another program's, is taken over.
 */
export function lockDataDir(dataDir: string, port: number): { release: () => void; tookOver: boolean } {
  const file = path.join(dataDir, 'start.lock');
  const mine: Holder = { identity: processIdentity(process.pid) ?? '', pid: process.pid, port };
  const release = () => rmSync(file, { force: true });
  let tookOver = false;
  while (!create(file, mine)) {
    const holder = read(file);
    if (holder !== null && processIdentity(holder.pid) === holder.identity) {
      throw new Sentence(
        `Tributary is already running on ${dataDir} (process ${holder.pid}, port ${holder.port}). ` +
          'Stop it first, or start a second one with another TRIBUTARY_DATA_DIR and another PORT.',
      );
    }
    release();
    tookOver = true;
  }
  return { release, tookOver };
}

function create(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when the file is gone or was cut short. */
function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
