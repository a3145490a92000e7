import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { Sentence } from '../sentence';

/** A system user PostgreSQL runs under. */
export type Account = { name: string; uid: number; gid: number };

/**
 * The account PostgreSQL must run under: null for an ordinary user (itself), another user when we are root, because
 * PostgreSQL refuses root. A data folder that exists keeps its owner; else a system user `tributary` is made once,
 * and where that is not possible `nobody` serves.
 */
export function postgresAccount(pgData: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(pgData) ?? lookUp('tributary') ?? create('tributary') ?? lookUp('nobody') ?? refuse();
}

/** Whether the account can run a program, tried for real: modes, ACLs and mount options all count. */
export function canRun(account: Account, program: string, args: string[]): boolean {
  const { uid, gid } = account;
  return spawnSync(program, args, { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function ownerOf(folder: string): Account | null {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || stat.uid === 0) return null;
  return { name: `uid ${stat.uid}`, uid: stat.uid, gid: stat.gid };
}

function lookUp(name: string): Account | null {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function create(name: string): Account | null {
  const args = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/',
    '--shell',
    '/usr/sbin/nologin',
    name,
  ];
  spawnSync('useradd', args, { stdio: 'ignore' });
  return lookUp(name);
}

function refuse(): never {
  throw new Sentence(
    'PostgreSQL does not run as root, and there is no other user to run it under: create one with `useradd --system tributary`, ' +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}
