import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from '../process-identity';
import { lockDataDir } from './lock';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-lock-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('one holder at a time; given back, it can be taken again', () => {
  const { release, tookOver } = lockDataDir(dataDir, 3000);
  expect(tookOver).toBe(false);
  expect(() => lockDataDir(dataDir, 3001)).toThrow(
    `Tributary is already running on ${dataDir} (process ${process.pid}, port 3000). Stop it first`,
  );
  release();
  lockDataDir(dataDir, 3000).release();
  expect(existsSync(path.join(dataDir, 'start.lock'))).toBe(false);
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, identity: 'gone', port: 3000 })],
  [
    'whose pid is another process by now',
    JSON.stringify({ pid: process.pid, identity: `${process.pid} 1`, port: 3000 }),
  ],
  ['that was cut short', '{"pid": 12'],
])('a lock %s is taken over', (_, content) => {
  writeFileSync(path.join(dataDir, 'start.lock'), content);
  expect(lockDataDir(dataDir, 3000).tookOver).toBe(true);
  expect(processIdentity(process.pid)).not.toBeNull();
  expect(() => lockDataDir(dataDir, 3000)).toThrow(/already running/);
});
