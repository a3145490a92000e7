import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceContext } from '@/lib/services/context';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { actingAt } from '@/prisma/seed/builders/world';
import { buildVolume, type VolumeWorld } from '@/prisma/seed/worlds/volume';
import type { Answer, Connections } from '../bench/http';
import { secret } from '../data-dir';
import { freePort } from '../postgres/free-port';
import type { Laboratory } from '../scratch/laboratory';
import { ROOT } from '../scratch/processes';
import { type Child, startChild } from '../stack/child';
import { type Ground, onGround } from './ground';

export type UsageGround = Ground & { volume: VolumeWorld; ctx: ServiceContext; key: string };

export const METERED_ACCOUNTS = 50;

/** An operator whose customers have metered products, and a key to send usage with. */
export function onUsageGround<T>(lab: Laboratory, work: (ground: UsageGround) => Promise<T>): Promise<T> {
  return onGround(lab, async (ground) => work({ ...ground, ...(await buildMetered()) }));
}

/** In the database that this process is connected to. */
export async function buildMetered(): Promise<Omit<UsageGround, keyof Ground>> {
  const now = new Date().toISOString();
  const volume = await buildVolume({ slug: 'usage', accounts: METERED_ACCOUNTS, lines: 4, now });
  const ctx = actingAt(volume.world, now);
  const grant = { name: 'crash', audience: 'operator', partyId: null, role: 'billing' } as const;
  const { key } = await createApiKey(ctx, grant);
  return { volume, ctx, key };
}

export type UsageServer = { url: string; child: Child };

/** A process that takes usage; `databaseUrl` leads it elsewhere than straight to the database. */
export async function startUsageServer(
  { lab }: Ground,
  { failpoint, port, databaseUrl }: { failpoint?: string; port?: number; databaseUrl?: string } = {},
): Promise<UsageServer> {
  const at = port ?? (await freePort());
  const child = startChild({
    name: 'usage server',
    args: ['--import', 'tsx', 'scripts/crash/route-server.ts', String(at)],
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      APP_DATABASE_URL: databaseUrl ?? lab.appUrl,
      NEXTAUTH_SECRET: secret(lab.dataDir, 'nextauth'),
      TRIBUTARY_FAILPOINTS: failpoint ?? '',
    },
    log: `${lab.dataDir}/logs/usage-server.log`,
    dataDir: lab.dataDir,
  });
  lab.closers.add(() => child.stop(1000));
  return { url: `http://127.0.0.1:${at}`, child };
}

export type UsageEvent = {
  specversion: '1.0';
  type: 'usage';
  source: 'crash';
  id: string;
  time: string;
  subject: string;
  data: { meter: 'units'; quantity: string };
};

/** That many different events, over the metered products in turn; quantities with all their decimals. */
export function makeEvents(count: number, accounts = METERED_ACCOUNTS): UsageEvent[] {
  const time = new Date().toISOString();
  return Array.from({ length: count }, (_, n) => ({
    specversion: '1.0',
    type: 'usage',
    source: 'crash',
    id: `event-${n}`,
    time,
    subject: `V-${n % accounts}-${2 + (Math.floor(n / accounts) % 2)}`,
    data: { meter: 'units', quantity: `${n % 97}.${String(n + 1).padStart(15, '0')}` },
  }));
}

const RETRY_MS = 100;
const RETRIES_MAX = 600;

/** Sends a batch until it is answered, as a client does that was never answered: it cannot know what has become of the batch. */
export async function sendUntilAnswered(
  connections: Connections,
  urlOf: (attempt: number) => string,
  key: string,
  events: readonly UsageEvent[],
): Promise<Answer> {
  let last = '';
  for (let attempt = 0; attempt < RETRIES_MAX; attempt += 1) {
    try {
      const answer = await connections.request(`${urlOf(attempt)}/api/v1/usage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(events),
      });
      if (answer.status === 200) return answer;
      last = `${answer.status} ${answer.body.slice(0, 300)}`;
      if (answer.status < 500 && answer.status !== 429) break;
    } catch (error) {
      last = (error as Error).message;
    }
    await sleep(RETRY_MS);
  }
  throw new Error(`Usage was not taken: ${last}`);
}

/** What is stored must be each of these events once, and totals that are their sums. Fails: throws with the numbers. */
export async function requireUsage(
  { owner, volume }: UsageGround,
  events: readonly UsageEvent[],
): Promise<void> {
  const { operatorId } = volume.world;
  const expected = new Map<string, { count: number; sum: bigint }>();
  for (const { subject, data } of events) {
    const { count, sum } = expected.get(subject) ?? { count: 0, sum: 0n };
    expected.set(subject, { count: count + 1, sum: sum + BigInt(data.quantity.replace('.', '')) });
  }
  const { rows } = await owner.query<{
    reference: string;
    count: number;
    sum: string;
    counted: string;
    total: string;
  }>(
    `select p.reference, count(*)::int as count, (sum(e.quantity) * 1e15)::numeric(60)::text as sum,
       max(t.event_count)::text as counted, (max(t.quantity) * 1e15)::numeric(60)::text as total
     from usage_event e
     join product p on p.operator_id = e.operator_id and p.billing_account_id = e.billing_account_id and p.id = e.product_id
     left join usage_total t on t.operator_id = e.operator_id and t.billing_account_id = e.billing_account_id
       and t.product_id = e.product_id and t.meter_id = e.meter_id and t.period_from = e.period_from
     where e.operator_id = $1 group by p.reference`,
    [operatorId],
  );
  const faults = rows.flatMap(({ reference, count, sum, counted, total }) => {
    const wanted = expected.get(reference) ?? { count: 0, sum: 0n };
    const isRight =
      count === wanted.count && counted === `${count}` && sum === `${wanted.sum}` && total === sum;
    return isRight
      ? []
      : [
          `${reference}: ${count} events of ${sum}, total ${counted} of ${total}, expected ${wanted.count} of ${wanted.sum}`,
        ];
  });
  if (rows.length !== expected.size) faults.push(`${rows.length} products were used, not ${expected.size}`);
  const kept = await owner.query<{ keys: number; waiting: number }>(
    `select (select count(*)::int from usage_key where operator_id = $1) as keys,
       (select count(*)::int from usage_suspense where operator_id = $1 and outcome is null) as waiting`,
    [operatorId],
  );
  const { keys, waiting } = kept.rows[0]!;
  if (keys !== events.length) faults.push(`${keys} keys, not ${events.length}`);
  if (waiting > 0) faults.push(`${waiting} events wait`);
  if (faults.length > 0) throw new Error(`Usage is not each event once: ${faults.slice(0, 5).join('; ')}`);
}

export const inBatches = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
