import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends a process when we are gone, even by kill -9: a small shell holds the other end of a pipe that only we keep
 * open, and acts when it reads the end. `call off` with the returned function once the process has ended by itself.
 */
export function guard(target: {
  pid: number;
  signal: 'INT' | 'TERM';
  group: boolean;
  remove?: string;
}): () => void {
  const who = target.group ? `-${target.pid}` : String(target.pid);
  const shell = spawn('/bin/sh', ['-c', script, 'tributary-guard', target.signal, who, target.remove ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  letGo(shell);
  return () => shell.kill('SIGKILL');
}

// 15 s to end by itself, then by force; a scratch folder goes last.
const script = `
cat >/dev/null
kill -s "$1" -- "$2" 2>/dev/null
n=0
while kill -s 0 -- "$2" 2>/dev/null && [ $n -lt 75 ]; do n=$((n+1)); sleep 0.2; done
kill -s KILL -- "$2" 2>/dev/null
[ -z "$3" ] || rm -rf -- "$3"
`;

/** The guard must not keep our event loop alive. */
function letGo(shell: ChildProcess): void {
  shell.unref();
  const pipe = shell.stdin as unknown as { unref?: () => void } | null;
  pipe?.unref?.();
}
