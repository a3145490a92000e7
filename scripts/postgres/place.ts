import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDataDir, openFolder, readJson, writeJson } from '../data-dir';
import { type Account, canRun, postgresAccount } from './account';

/** Where copies and data go when the account PostgreSQL runs under cannot reach the clone. */
export const SYSTEM_DIR = '/var/lib/tributary';

/** Where one cluster lives: `pgData` below `root`, owned by `account` (null: by us). */
export type Place = { root: string; pgData: string; account: Account | null };

type Remembered = { pgData?: string; port?: number };

/**
 * The place of a data folder's cluster. It is `<dataDir>/postgres`, unless we are root and the account PostgreSQL runs
 * under cannot pass through to it (a private home): then a folder of its own below /var/lib/tributary, remembered in
 * the data folder by name, so that a new clone at the same path starts with a new world and not with an old one.
 */
export function placeOf(dataDir: string, notice: (line: string) => void): Place {
  const absolute = ensureDataDir(dataDir);
  const remembered = remember(absolute).pgData;
  const pgData = remembered ?? path.join(absolute, 'postgres');
  const account = postgresAccount(pgData);
  if (remembered !== undefined || account === null || canPass(account, absolute)) {
    return prepared({ root: path.dirname(pgData), pgData, account });
  }
  const root = path.join(SYSTEM_DIR, randomBytes(6).toString('hex'));
  notice(`The user ${account.name} cannot reach ${absolute}: the database is kept in ${root}.`);
  const place = prepared({ root, pgData: path.join(root, 'postgres'), account });
  remember(absolute, { pgData: place.pgData });
  return place;
}

/** A place in the system's temporary folder for a cluster that ends with its user. */
export function scratchPlace(): Place {
  const root = mkdtempSync(path.join(os.tmpdir(), 'tributary-scratch-'));
  chmodSync(root, 0o711);
  const pgData = path.join(root, 'postgres');
  return prepared({ root, pgData, account: postgresAccount(pgData) });
}

/** Reads, or adds to, what the data folder remembers of its cluster. */
export function remember(dataDir: string, added: Remembered = {}): Remembered {
  const file = path.join(dataDir, 'postgres.json');
  const known = readJson<Remembered>(file) ?? {};
  if (Object.keys(added).length === 0) return known;
  writeJson(file, { ...known, ...added });
  return { ...known, ...added };
}

function prepared(place: Place): Place {
  if (existsSync(place.pgData)) return place;
  openFolder(place.root);
  mkdirSync(place.pgData, { mode: 0o700 });
  if (place.account !== null) chownSync(place.pgData, place.account.uid, place.account.gid);
  return place;
}

function canPass(account: Account, folder: string): boolean {
  return canRun(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
}
