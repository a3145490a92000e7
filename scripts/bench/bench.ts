import pg from 'pg';
import { buildVolume, type VolumeWorld } from '@/prisma/seed/worlds/volume';
import type { Laboratory } from '../scratch/laboratory';

/** What every measurement works with. */
export type Bench = {
  lab: Laboratory;
  /** The superuser, whom row-level security does not bind: for floors, sums and looks at a run's state. */
  owner: pg.Client;
  now: string;
  quick: boolean;
  say: (line: string) => void;
};

export async function openOwner(lab: Laboratory): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: lab.ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  lab.closers.add(() => owner.end().catch(() => {}));
  return owner;
}

/** Bill lines of each account. */
export const LINES = 10;

let worlds = 0;

/** A new operator with that many accounts, and tables as after a quiet night: vacuumed, analysed, on disk. */
export async function newVolume({ owner, now }: Bench, accounts: number): Promise<VolumeWorld> {
  worlds += 1;
  const volume = await buildVolume({ slug: `bench-${worlds}`, accounts, lines: LINES, now });
  await settle(owner);
  return volume;
}

/** So that no side pays for what was written before it. */
export async function settle(owner: pg.Client): Promise<void> {
  await owner.query('vacuum analyze');
  await owner.query('checkpoint');
}
