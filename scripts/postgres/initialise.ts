import { execFile } from 'node:child_process';
import { chownSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Sentence } from '../sentence';
import type { Place } from './place';

/** The superuser of an embedded cluster, and the database the product lives in. */
export const OWNER = 'tributary_owner';
export const DATABASE = 'tributary';

/** Runs initdb once: UTF-8, byte order, passwords by SCRAM only. An initdb that was cut short is begun again. */
export async function initialise(
  place: Place,
  binaries: string,
  password: string,
  sync: boolean,
): Promise<boolean> {
  const { pgData, account } = place;
  if (existsSync(path.join(pgData, 'PG_VERSION')) && existsSync(path.join(pgData, 'global/pg_control')))
    return false;
  for (const entry of readdirSync(pgData)) rmSync(path.join(pgData, entry), { recursive: true, force: true });

  const passwordFile = `${pgData}.pw`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const identity = account === null ? {} : { uid: account.uid, gid: account.gid };
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const args = [
    `--pgdata=${pgData}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(sync ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(path.join(binaries, 'bin/initdb'), args, {
      ...identity,
      cwd: place.root,
      env: postgresEnv(),
    });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || String(error);
    throw new Sentence(`PostgreSQL could not prepare its data folder ${pgData}:\n${said}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  return true;
}

/** Nothing of our own environment reaches the server: PGDATA, PGPORT or a locale would change what it does. */
export function postgresEnv(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'C',
    LC_ALL: 'C',
    TZ: 'UTC',
  } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv;
}
