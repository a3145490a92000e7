import { setTimeout as sleep } from 'node:timers/promises';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { actingAt } from '@/prisma/seed/builders/world';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';
import { freePort } from '../../postgres/free-port';
import { buildPages, ROOT, startWeb } from '../../scratch/processes';
import { startChild } from '../../stack/child';
import { type Bench, newVolume, type Site, withSite } from '../bench';
import { type Answer, Connections } from '../http';

/** One side of a comparison: where its events go, and whose they are. */
export type Side = {
  volume: VolumeWorld;
  connections: Connections;
  send(events: readonly UsageEvent[], lane?: number): Promise<Answer>;
};

export type UsageEvent = {
  specversion: '1.0';
  type: 'usage';
  source: string;
  id: string;
  time: string;
  subject: string;
  data: { meter: 'units'; quantity: string };
};

export type Sides = {
  site: Site;
  url: string;
  product: () => Promise<KeyedSide>;
  floor: (path: '/events' | '/with-totals') => Promise<Side>;
};

/** A side of the product can also read: with the key of a lane. */
export type KeyedSide = Side & { headers: (lane: number) => Record<string, string> };

const ACCOUNTS = 250;
export const LANES = 8;

/** The web process and the floor's server over one database; each side has an operator of its own, alike. */
export function withSides<T>(bench: Bench, measure: (sides: Sides) => Promise<T>): Promise<T> {
  return withSite(bench, async (site) => {
    await buildPages(bench.lab);
    const web = await startWeb(site.lab);
    const stops: (() => Promise<void>)[] = [() => web.child.stop(2000)];
    try {
      return await measure({
        site,
        url: web.url,
        product: async () => productSide(site, web.url),
        floor: async (path) => {
          const volume = await newVolume(site, ACCOUNTS);
          const { url, stop } = await startFloor(site, volume);
          stops.push(stop);
          const connections = new Connections(LANES);
          const send = (events: readonly UsageEvent[]) =>
            connections.request(`${url}${path}`, { method: 'POST', body: JSON.stringify(events) });
          return { volume, connections, send };
        },
      });
    } finally {
      for (const stop of stops) await stop();
    }
  });
}

/** A key a lane: each of them may send 500 requests a second. */
async function productSide(site: Site, url: string): Promise<KeyedSide> {
  const volume = await newVolume(site, ACCOUNTS);
  const ctx = actingAt(volume.world, site.now);
  const keys: string[] = [];
  for (let lane = 0; lane < LANES; lane += 1) {
    const grant = { name: `bench ${lane}`, audience: 'operator', partyId: null, role: 'billing' } as const;
    keys.push((await createApiKey(ctx, grant)).key);
  }
  const headers = (lane: number) => ({ authorization: `Bearer ${keys[lane % LANES]}` });
  const connections = new Connections(LANES);
  const send = (events: readonly UsageEvent[], lane = 0) => {
    const type = events.length === 1 ? 'application/cloudevents+json' : 'application/cloudevents-batch+json';
    const body = JSON.stringify(events.length === 1 ? events[0] : events);
    return connections.request(`${url}/api/v1/usage`, {
      method: 'POST',
      headers: { ...headers(lane), 'content-type': type },
      body,
    });
  };
  return { volume, connections, send, headers };
}

async function startFloor(
  site: Site,
  { world }: VolumeWorld,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const child = startChild({
    name: 'floor',
    args: [
      '--import',
      'tsx',
      'scripts/bench/ingest/floor-server.ts',
      site.lab.ownerUrl,
      String(port),
      world.operatorId,
    ],
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
    log: `${site.lab.dataDir}/logs/floor.log`,
    dataDir: site.lab.dataDir,
  });
  site.lab.closers.add(() => child.stop(2000));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (
      await fetch(url, { method: 'POST', body: '[]' }).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await sleep(50);
  }
  return { url, stop: () => child.stop(2000) };
}

let batches = 0;

/** Events nobody has sent, over the metered products of the accounts in turn, with quantities that sum exactly. */
export function newEvents(count: number): UsageEvent[] {
  batches += 1;
  const time = new Date().toISOString();
  return Array.from({ length: count }, (_, n) => ({
    specversion: '1.0',
    type: 'usage',
    source: 'bench',
    id: `${batches}-${n}`,
    time,
    subject: subjectOf(batches * 131 + n * 7),
    data: { meter: 'units', quantity: `${(n % 40) + 1}.5` },
  }));
}

/** Lines 2 and 3 of every four are metered (prisma/seed/worlds/volume.ts). */
const METERED = [2, 3, 6, 7];

const subjectOf = (n: number): string =>
  `V-${n % ACCOUNTS}-${METERED[Math.floor(n / ACCOUNTS) % METERED.length]}`;
