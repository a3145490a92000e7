import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { Sentence } from '../sentence';
import { type Child, lastOutput, startChild } from './child';

type Seeding = { root: string; dataDir: string; env: NodeJS.ProcessEnv; started: (child: Child) => void };

/** A demo world that was cut short half way is told from a whole one by this file, which only a finished seed removes. */
const unfinished = (dataDir: string) => path.join(dataDir, 'seeding');

/** Puts the demo world into an empty database. */
export async function seedDemo({ root, dataDir, env, started }: Seeding): Promise<void> {
  const entry = path.join(root, 'prisma/seed/main.ts');
  if (!existsSync(entry)) return;
  console.log('Building the demo world …');
  const log = path.join(dataDir, 'logs/seed.log');
  writeFileSync(unfinished(dataDir), '');
  const child = startChild({ name: 'seed', args: ['--import', 'tsx', entry], cwd: root, env, log, dataDir });
  started(child);
  if ((await child.exited) !== 0) {
    throw new Sentence(`The demo world could not be built (${log}):\n${lastOutput(log, 20)}`);
  }
  rmSync(unfinished(dataDir), { force: true });
}

/** Whether nobody uses this database yet; asked of the file, because row-level security hides the rows from an owner too. */
export async function isEmpty(ownerUrl: string): Promise<boolean> {
  return (await ask<boolean>(ownerUrl, "select pg_relation_size('operator') = 0 as answer")) ?? false;
}

/** Empties an embedded database whose demo world was cut short; it holds nothing else, as nobody could sign in yet. */
export async function dropUnfinishedDemo(
  ownerUrl: string,
  dataDir: string,
  embedded: boolean,
): Promise<void> {
  if (!existsSync(unfinished(dataDir))) return;
  if (!embedded) {
    throw new Sentence(
      'The demo world was left half built in the database of DATABASE_URL. Empty that database ' +
        `(drop schema public, graphile_worker cascade; create schema public;), remove ${unfinished(dataDir)} and start again.`,
    );
  }
  console.log('The demo world was left half built last time: building it anew.');
  await ask(
    ownerUrl,
    'drop schema if exists graphile_worker cascade; drop schema public cascade; create schema public; ' +
      'grant usage on schema public to public',
  );
}

async function ask<T>(ownerUrl: string, sql: string): Promise<T | undefined> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return ((await client.query(sql)).rows as { answer: T }[] | undefined)?.[0]?.answer;
  } finally {
    await client.end();
  }
}
