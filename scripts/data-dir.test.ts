import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasSecret, secret } from './data-dir';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('a secret is made once, differs by name, and only its owner reads the file', () => {
  const first = secret(dataDir, 'postgres');
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(secret(dataDir, 'nextauth')).not.toBe(first);
  expect(secret(dataDir, 'postgres')).toBe(first);
  expect(hasSecret(dataDir, 'postgres')).toBe(true);
  expect(hasSecret(dataDir, 'other')).toBe(false);
  expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});
