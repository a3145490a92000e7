import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Makes the data folder; others may pass through it (PostgreSQL's own account must), not list it. */
export function ensureDataDir(dataDir: string): string {
  const absolute = path.resolve(dataDir);
  openFolder(absolute);
  return absolute;
}

/** A folder others may pass through, whatever our umask; folders that exist are left as they are. */
export function openFolder(folder: string): void {
  if (existsSync(folder)) return;
  openFolder(path.dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o711);
}

/** A secret of this installation by name, made at first use and kept in `secrets.json` with mode 0600. */
export function secret(dataDir: string, name: string): string {
  const file = path.join(dataDir, 'secrets.json');
  const secrets = readJson<Record<string, string>>(file) ?? {};
  const known = secrets[name];
  if (known !== undefined) return known;
  const made = randomBytes(32).toString('base64url');
  writeJson(file, { ...secrets, [name]: made }, 0o600);
  return made;
}

export function hasSecret(dataDir: string, name: string): boolean {
  return readJson<Record<string, string>>(path.join(dataDir, 'secrets.json'))?.[name] !== undefined;
}

export function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside and renamed, so that a power cut leaves the old file or the new one, never half of either. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(partial, file);
}
