import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { pullDueBills } from '@/lib/services/connectors/pull-due-bills';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const PARTNERS = 200;
const DEAD = 3;
/** Each of these has two connectors, which are not asked at the same time. */
const TWICE = 5;
const SLOW_MS = 1_000;

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;
let system: PartnerSystems;

beforeAll(async () => {
  vi.stubEnv('OUTBOUND_ALLOW_LOOPBACK', '1');
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = await cloudWorld('many');
  system = await startSystems();
});

afterAll(async () => {
  system.close();
  vi.unstubAllEnvs();
  await owner.end();
  await disconnect();
  await database.drop();
});

type PartnerSystems = {
  base: string;
  mostAtOnce: () => number;
  mostOfOnePartner: () => number;
  close(): void;
};

/**
 * The billing systems of all partners behind one port, `/<partner>/…`. Nobody is answered until every partner has asked: a hub that
 * asks some of them only after others would wait for ever. Then the dead ones break off, and the rest take up to a second.
 */
async function startSystems(): Promise<PartnerSystems> {
  const open = new Map<string, number>();
  const seen = new Set<string>();
  const waiting: (() => void)[] = [];
  let [most, mostOfOne] = [0, 0];
  const server = http.createServer((request, response) => {
    const partner = request.url!.split('/')[1]!;
    open.set(partner, (open.get(partner) ?? 0) + 1);
    most = Math.max(most, open.size);
    mostOfOne = Math.max(mostOfOne, open.get(partner)!);
    const answer = () =>
      setTimeout(
        () => {
          open.set(partner, open.get(partner)! - 1);
          if (Number(partner) < DEAD) return request.socket.destroy();
          response.setHeader('content-type', 'application/json');
          response.setHeader('x-total-count', '1');
          response.end(JSON.stringify([chargeOf(partner)]));
        },
        Number(partner) % 20 === 0 ? SLOW_MS : Number(partner),
      );
    seen.add(partner);
    waiting.push(answer);
    if (seen.size === PARTNERS) for (const go of waiting.splice(0)) go();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mostAtOnce: () => most,
    mostOfOnePartner: () => mostOfOne,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const chargeOf = (partner: string) => ({
  id: `charge-${partner}`,
  type: 'usage',
  billingAccount: { id: `account-${partner}` },
  product: { id: 'p-1', name: 'Storage' },
  periodCoverage: { startDateTime: '2026-10-01T00:00:00Z', endDateTime: '2026-11-01T00:00:00Z' },
  taxExcludedAmount: { unit: 'USD', value: `${partner}.125` },
});

/** As many partners as asked, each as the first one of the world is: with its agreement, what it owes, and a live connector. */
async function addPartners(count: number): Promise<void> {
  await owner.query(
    `create temporary table many as
     select n, gen_random_uuid() as partner_id from generate_series(0, $1 - 1) n`,
    [count],
  );
  await owner.query(
    `insert into party select (jsonb_populate_record(p, jsonb_build_object('id', m.partner_id, 'slug', 'many-' || m.n,
       'name', 'Partner ' || m.n))).* from many m, party p where p.id = $1`,
    [world.partnerId],
  );
  await owner.query(
    `insert into agreement select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
       'partner_id', m.partner_id))).* from many m, agreement a where a.partner_id = $1`,
    [world.partnerId],
  );
  await owner.query(
    `insert into partner_expectation (operator_id, cycle_id, partner_id, agreement_id, due_at)
     select a.operator_id, $1, a.partner_id, a.id, $2 from many m join agreement a on a.partner_id = m.partner_id`,
    [world.cycle, world.operator.now],
  );
  await owner.query(
    `insert into partner_connector (operator_id, id, partner_id, name, settings, state, tested_at, created_by)
     select $1, gen_random_uuid(), m.partner_id, name, jsonb_build_object('kind', 'tmf678', 'baseUrl', $2 || '/' || m.n,
       'access', jsonb_build_object('kind', 'none')), 'live', now(), 'test'
     from many m, unnest(array['Billing', 'Archive']) name where name = 'Billing' or m.n >= $3`,
    [world.operator.actor.operatorId, system.base, count - TWICE],
  );
}

test('two hundred partners are asked at one cut-off at once, in the time of the slowest, and dead ones delay no other', async () => {
  await addPartners(PARTNERS);
  const since = performance.now();
  const asked = await pullDueBills(world.operator);
  const tookMs = performance.now() - since;
  expect(asked).toBe(PARTNERS + TWICE);

  const { rows } = await owner.query<{
    outcome: string;
    code: string | null;
    pulls: number;
    slowest: number;
  }>(
    `select outcome, code, count(*)::int as pulls,
       max(extract(epoch from finished_at - started_at) * 1000)::float8 as slowest
     from connector_pull group by 1, 2 order by 1`,
  );
  expect(rows).toMatchObject([
    { outcome: 'done', pulls: PARTNERS - DEAD + TWICE },
    { outcome: 'failed', pulls: DEAD },
  ]);
  const bills = await owner.query(
    `select count(distinct partner_id)::int as partners, sum(l.amount)::text as amount
     from partner_bill b join partner_bill_line l on l.partner_bill_id = b.id where b.state <> 'rejected'`,
  );
  expect(bills.rows[0].partners).toBe(PARTNERS - DEAD);

  expect(system.mostAtOnce()).toBe(PARTNERS);
  expect(system.mostOfOnePartner()).toBe(1);
  // Those that are asked twice have two turns; nothing else comes one after the other.
  const slowest = Math.max(...rows.map((row) => row.slowest));
  expect(tookMs).toBeLessThan(1.5 * slowest + SLOW_MS);
  const { rows: connections } = await owner.query(
    `select count(*)::int as count from pg_stat_activity where datname = current_database()`,
  );
  expect(connections[0].count).toBeLessThan(25);
});
