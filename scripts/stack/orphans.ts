import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processIdentity } from '../process-identity';

/** Writes down a process group we started, for a later start to find should we and its guard be killed. */
export function noteGroup(dataDir: string, pid: number): () => void {
  const file = path.join(folder(dataDir), String(pid));
  mkdirSync(folder(dataDir), { recursive: true });
  writeFileSync(file, processIdentity(pid) ?? '');
  return () => rmSync(file, { force: true });
}

/** Ends the process groups an earlier run left behind; a pid that is another process by now is left alone. */
export function endOrphans(dataDir: string): void {
  let names: string[];
  try {
    names = readdirSync(folder(dataDir));
  } catch {
    return;
  }
  for (const name of names) {
    const file = path.join(folder(dataDir), name);
    const pid = Number(name);
    if (processIdentity(pid) === readFileSync(file, 'utf8')) {
      console.log(`Ending process ${pid}, which an earlier run left behind.`);
      process.kill(-pid, 'SIGKILL');
    }
    rmSync(file, { force: true });
  }
}

const folder = (dataDir: string) => path.join(dataDir, 'run');
