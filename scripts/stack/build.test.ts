import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './build';

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'tributary-build-'));
  write('app/page.tsx', 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

test.each([
  'app/page.tsx',
  'lib/format/messages/en/bill.json',
  'public/logo.svg',
  'package-lock.json',
  'proxy.ts',
])('a change of %s asks for a build', (file) => {
  const before = fingerprint(root);
  write(file, 'two');
  expect(fingerprint(root)).not.toBe(before);
});

test.each(['lib/db/generated/client.ts', 'app/page.test.tsx', 'README.md', 'e2e/a.spec.ts'])(
  'a change of %s does not',
  (file) => {
    const before = fingerprint(root);
    write(file, 'two');
    expect(fingerprint(root)).toBe(before);
  },
);
