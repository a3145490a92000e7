import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findUnsafe } from './audit/find-unsafe';
import { runCommand, Sentence } from './sentence';

/** The packages of package-lock.json against the versions known to be unsafe; `npm audit` needs a network service. */
await runCommand(async () => {
  const lock = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package-lock.json'), 'utf8'));
  const unsafe = findUnsafe(lock.packages);
  if (unsafe.length === 0) return;
  throw new Sentence(unsafe.map((line) => `- ${line}`).join('\n'));
});
