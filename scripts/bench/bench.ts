import pg from 'pg';
import { connectAs, disconnect } from '@/lib/db/client';
import { buildVolume, type VolumeWorld } from '@/prisma/seed/worlds/volume';
import { dropDatabase } from '../postgres/copied-database';
import { freshDatabase, type Laboratory } from '../scratch/laboratory';

/** What every measurement works with. */
export type Bench = { lab: Laboratory; now: string; quick: boolean };

/** One database of the bench, with the services of this process connected to it. */
export type Site = {
  lab: Laboratory;
  /** The superuser, whom row-level security does not bind: for floors, sums and looks at a run's state. */
  owner: pg.Client;
  now: string;
};

/** A fresh database, so that no measurement works on what another left. */
export async function openSite({ lab, now }: Bench): Promise<Site> {
  const copy = await freshDatabase(lab);
  const owner = new pg.Client({ connectionString: copy.ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  lab.closers.add(() => owner.end().catch(() => {}));
  const site = { lab: copy, owner, now };
  await standOn(site);
  return site;
}

/** The services of this process work on that site from now on. */
export async function standOn({ lab }: Site): Promise<void> {
  await disconnect();
  connectAs(lab.appUrl);
}

export async function withSite<T>(bench: Bench, measure: (site: Site) => Promise<T>): Promise<T> {
  const site = await openSite(bench);
  try {
    return await measure(site);
  } finally {
    await closeSite(site);
  }
}

export async function closeSite({ lab, owner }: Site): Promise<void> {
  await disconnect();
  await owner.end();
  await dropDatabase(lab);
}

/** Bill lines of each account. */
export const LINES = 10;

let worlds = 0;

/** A new operator with that many accounts, and tables as after a quiet night: vacuumed, analysed, on disk. */
export async function newVolume({ owner, now }: Site, accounts: number): Promise<VolumeWorld> {
  worlds += 1;
  const volume = await buildVolume({ slug: `bench-${worlds}`, accounts, lines: LINES, now });
  await settle(owner);
  return volume;
}

/** So that no side pays for what was written before it. The product's own tables alone, and waiting for the disk once, at the end. */
export async function settle(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ tables: string }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables
     where schemaname in ('public', 'graphile_worker')`,
  );
  await owner.query('set synchronous_commit = off');
  await owner.query(`vacuum (analyze, skip_database_stats) ${rows[0]!.tables}`);
  await owner.query('reset synchronous_commit');
  await owner.query('checkpoint');
}
