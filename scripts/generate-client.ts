import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Sentence } from './sentence';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT = path.join(ROOT, 'lib/db/generated');

/** Writes the Prisma client when the data model changed since the last time. Needs no network and no database. */
export async function generateClient(): Promise<void> {
  const stamp = path.join(OUTPUT, '.stamp');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  try {
    await promisify(execFile)(
      process.execPath,
      [path.join(ROOT, 'node_modules/prisma/build/index.js'), 'generate'],
      {
        cwd: ROOT,
        // `prisma generate` looks for a schema engine to download, and never runs it: any executable satisfies it.
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      },
    );
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Sentence(
      `The Prisma client could not be generated:\n${(stderr || stdout || String(error)).trim()}`,
    );
  }
  writeFileSync(stamp, wanted);
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of [
    'prisma/schema.prisma',
    'prisma.config.ts',
    'node_modules/@prisma/client/package.json',
  ]) {
    const absolute = path.join(ROOT, file);
    hash.update(existsSync(absolute) ? readFileSync(absolute) : 'absent');
  }
  return hash.digest('hex');
}
