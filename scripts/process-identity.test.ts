import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive, processCommand, processIdentity } from './process-identity';

test('a process keeps its identity while it lives and has none afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = child.pid ?? 0;
  const identity = processIdentity(pid);
  expect(identity).toMatch(new RegExp(`^${pid} .`));
  expect(processIdentity(pid)).toBe(identity);
  expect(identity).not.toBe(processIdentity(process.pid));
  expect(processCommand(pid)).toContain('setInterval');

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processIdentity(pid)).toBeNull();
  expect(isAlive(pid)).toBe(false);
});
