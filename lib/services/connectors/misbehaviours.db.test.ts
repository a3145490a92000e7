import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { POST as postBill } from '@/app/api/v1/partner-bills/route';
import { POST as postEvent } from '@/app/api/v1/partner-connectors/[id]/events/route';
import { connectAs, disconnect } from '@/lib/db/client';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import { buildBillingWorld, worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { getConnector } from '@/lib/services/connectors/get-connector';
import { pullDueBills } from '@/lib/services/connectors/pull-due-bills';
import { pullPartnerBill } from '@/lib/services/connectors/pull-partner-bill';
import { saveConnector } from '@/lib/services/connectors/save-connector';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';
import { testConnector } from '@/lib/services/connectors/test-connector';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { saveBillMapping } from '@/lib/services/partner-bill-mappings/save-bill-mapping';
import { cents } from '@/scripts/simulate-partner/amount';
import { type Charge, chargesOf } from '@/scripts/simulate-partner/book';
import { csvOf } from '@/scripts/simulate-partner/documents';
import { bend, type Misbehaviour } from '@/scripts/simulate-partner/misbehaviours';
import { readOptions, type Sending, type SimulatorOptions } from '@/scripts/simulate-partner/options';
import { sendToHub } from '@/scripts/simulate-partner/send';
import { serve } from '@/scripts/simulate-partner/serve';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

// Whatever the simulated partner does, over real connections in both directions, a run ends in bills that say what its books say, or in
// accounts that are held: late bills are, by this agreement. March 2026 has ended, and its cut-off has passed.
const NOW = '2026-04-05T08:00:00Z';
const LATER = '2026-04-05T09:00:00Z';
const ACCOUNTS = ['sub-1', 'sub-2', 'sub-3', 'sub-4'];

let database: TestDatabase;
let owner: pg.Client;
let partner: SimulatorOptions;
let partnerServer: Server;
let hubServer: Server;
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  vi.stubEnv('OUTBOUND_ALLOW_LOOPBACK', '1');
  vi.stubEnv('APP_ENCRYPTION_KEY', randomBytes(32).toString('base64'));
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const args = ['--port', '0', '--period', '2026-03', '--accounts', ACCOUNTS.join(',')];
  partner = readOptions(args, new Date(0)) as SimulatorOptions;
  partnerServer = await serve(partner);
  hubServer = await serveHub();
});

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  partnerServer.close();
  hubServer.close();
  vi.unstubAllEnvs();
  await owner.end();
  await disconnect();
  await database.drop();
  expect(faults).toEqual([]);
});

/** The hub's own routes, on a port, as its partners see them. */
async function serveHub(): Promise<Server> {
  const server = createServer((request, response) => {
    routed(request)
      .then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      .catch((error: Error) => response.writeHead(500).end(error.message));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function routed(request: IncomingMessage): Promise<Response> {
  const id = /partner-connectors\/([^/]+)\/events/.exec(request.url!)?.[1];
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const body = { body: Readable.toWeb(request) as BodyInit, duplex: 'half' };
  const made = new Request(`http://hub${request.url}`, { method: 'POST', headers, ...body });
  return id === undefined
    ? postBill(made, { params: Promise.resolve({}) })
    : postEvent(made, { params: Promise.resolve({ id }) });
}

class Story extends AccountStory {
  connectorId = '';

  static async open(name: string, moods: readonly Misbehaviour[]): Promise<Story> {
    const world = await buildBillingWorld(database.ownerUrl, { accounts: 4, partnerLines: 0, name });
    const story = new Story(owner, world, 1);
    await setAccountMappings(story.ctx(NOW), {
      partner: 'cumulus',
      mappings: ACCOUNTS.map((externalAccount, i) => ({
        ...{ level: 'sub_account' as const, externalAccount, billingAccount: world.accountIds[i]! },
      })),
    });
    partner.moods = new Set(moods);
    partner.hub = addressOf(hubServer);
    partner.cycle = world.cycleId;
    partner.externalId = `SIM-${name}`;
    return story;
  }

  /** Tried while the partner behaves, then asked while it does not. */
  async pull(moods: readonly Misbehaviour[], now = NOW): Promise<string | null> {
    if (this.connectorId === '') {
      partner.moods = new Set();
      const { id } = await saveConnector(this.ctx(now), {
        ...{ id: null, partner: 'cumulus', name: 'Billing', secret: 'secret' },
        settings: {
          kind: 'tmf678',
          baseUrl: `${addressOf(partnerServer)}/tmf-api/customerBillManagement/v4`,
          access: { kind: 'api_key', header: 'X-Api-Key' },
        },
      });
      await testConnector(this.ctx(now), id);
      await setConnectorState(this.ctx(now), id, 'live');
      this.connectorId = id;
    }
    partner.moods = new Set(moods);
    expect(await pullDueBills(this.ctx(now))).toBe(1);
    const { pulls } = await getConnector(this.ctx(now), this.connectorId);
    // A pull is on record with the time on the clock, which is not that of the story.
    await owner.query('update connector_pull set started_at = $1 where connector_id = $2', [
      now,
      this.connectorId,
    ]);
    return pulls[0]!.code ?? pulls[0]!.outcome;
  }

  /** As the simulator's own command sends it; answers the states of the bills, or why the hub refused them. */
  async tell(what: Sending): Promise<string[]> {
    partner.send = what;
    const partyId = worldId(`${this.name}:party:cumulus`);
    const key = await createApiKey(this.ctx(NOW), {
      name: 'test',
      audience: 'partner',
      partyId,
      role: 'billing',
    });
    partner.key = key.key;
    const answers = await sendToHub(partner);
    return answers.map(({ body }) => {
      const { state, code, status } = body as { state?: string; code?: string; status?: string };
      return state ?? code ?? String(status);
    });
  }

  get name(): string {
    return partner.externalId!.slice(4);
  }

  /** What a run of the cycle leaves: of each account what it is charged of the partner in cents, or that it is held. */
  async billed(now = NOW): Promise<(string | number)[]> {
    await this.review(now);
    const { rows } = await owner.query<{ state: string; codes: string; minor: number }>(
      `select a.state, a.issues::text as codes, (
         select coalesce(sum(l.amount_minor), 0)::int from bill b
         join bill_line l on l.billing_account_id = b.billing_account_id and l.bill_id = b.id
         where b.billing_account_id = a.billing_account_id and l.supplier_id = $2 and l.kind <> 'discount') as minor
       from bill_run_account a join billing_account c on c.id = a.billing_account_id
       where a.run_id = (select id from bill_run r where r.operator_id = $1 order by r.created_at desc, r.id desc limit 1)
       order by c.number`,
      [this.world.operatorId, worldId(`${this.name}:party:cumulus`)],
    );
    return rows.map(({ state, codes, minor }) =>
      state === 'held' && codes.includes('missing_partner_bill') ? 'held' : minor,
    );
  }
}

/** What its books come to: each service and category of an account rounded once, by the partner's own arithmetic. */
function books(charges: readonly Charge[] = chargesOf(partner)): number[] {
  return ACCOUNTS.map((account) => {
    const groups = new Map<string, bigint>();
    for (const charge of charges.filter((one) => one.account === account)) {
      const group = `${charge.service} ${charge.category}`;
      groups.set(group, (groups.get(group) ?? 0n) + charge.net);
    }
    return [...groups.values()].reduce((sum, net) => sum + Number(cents(net) / 10_000n), 0);
  });
}

const HELD = ['held', 'held', 'held', 'held'];

test.each<Misbehaviour>(['error-500', 'half-page', 'duplicate', 'slow'])(
  'pulled from a partner that is %s, bills are what its books say',
  async (mood) => {
    const story = await Story.open(mood, []);
    expect(await story.pull([mood])).toBe('done');
    expect(await story.billed()).toEqual(books());
  },
  30_000,
);

test('late, it is waited for: accounts are held until it is there, and then right', async () => {
  const story = await Story.open('late', []);
  expect(await story.pull(['late'])).toBe('not_ready');
  expect(await story.billed()).toEqual(HELD);
  expect(await story.pull([], LATER)).toBe('done');
  expect(await story.billed(LATER)).toEqual(books());
});

test('in another currency nothing is billed, and accounts are held', async () => {
  const story = await Story.open('yen', []);
  expect(await story.pull(['other-currency'])).toBe('done');
  expect(await story.billed()).toEqual(HELD);
});

test('of accounts that nobody knows the charges wait, and the others are billed', async () => {
  const story = await Story.open('unknown', []);
  expect(await story.pull(['unknown-account'])).toBe('done');
  const told = bend(chargesOf(partner), new Set(['unknown-account']));
  expect(await story.billed()).toEqual(books(told));
});

test('corrected after it was read, the bill is what the correction says', async () => {
  const story = await Story.open('corrected', []);
  await story.pull([]);
  expect(await story.billed()).toEqual(books());
  partner.moods = new Set(['corrected']);
  const { world, connectorId } = story;
  const period = { from: '2026-03-01', to: '2026-04-01', cycleId: world.cycleId, cycleName: 'Day 1' };
  const partnerId = worldId('corrected:party:cumulus');
  for (let reading = 1; reading <= 2; reading += 1) {
    const answer = await pullPartnerBill(story.ctx(LATER), { connectorId, partnerId, ...period });
    expect(answer.outcome).toBe('done');
    expect(await story.billed(LATER)).toEqual(books(bend(chargesOf(partner), partner.moods)));
  }
});

test.each<[Misbehaviour, Sending]>([
  ['wrong-sum', 'focus'],
  ['wrong-sum', 'ubl'],
  ['wrong-tax', 'ubl'],
])('a %s in a bill sent as %s is refused, and accounts are held', async (mood, what) => {
  const story = await Story.open(`${mood}-${what}`, [mood]);
  expect(new Set(await story.tell(what))).toEqual(new Set(['rejected']));
  expect(await story.billed()).toEqual(HELD);
});

test('sent as FOCUS with repeated charges, twice, bills are what its books say', async () => {
  const story = await Story.open('focus', ['duplicate']);
  expect(await story.tell('focus')).toEqual(['accepted']);
  expect(await story.tell('focus')).toEqual(['accepted']);
  expect(await story.billed()).toEqual(books());
});

test('sent as CSV of its own shape, it is refused until its columns are known, and then right', async () => {
  const story = await Story.open('csv', ['unknown-account']);
  expect(await story.tell('csv')).toEqual(['mapping_required']);
  expect(await story.billed()).toEqual(HELD);
  await saveBillMapping(story.ctx(NOW), {
    ...{ name: 'Charges', partner: 'cumulus', sample: csvOf(chargesOf(partner).slice(0, 3)) },
    definition: {
      skip: [{ field: 'Tenant', is: ['Total'] }],
      lineId: { fields: ['Charge'] },
      account: { fields: ['Tenant'] },
      service: { fields: ['Product'] },
      chargeCategory: { fields: ['Kind'] },
      currency: { fields: ['Currency'] },
      amount: { fields: ['Amount'], decimalSeparator: ',' },
      period: {
        kind: 'columns',
        from: { fields: ['From'], format: 'iso' },
        to: { fields: ['Until'], format: 'iso' },
        toIsLastDay: true,
      },
    },
  });
  expect(await story.tell('csv')).toEqual(['accepted']);
  expect(await story.billed()).toEqual(books(bend(chargesOf(partner), partner.moods)));
});

test('pushed as an event: the first is the test, one with a wrong sum is refused, and its number is taken', async () => {
  const story = await Story.open('event', ['wrong-sum']);
  partner.signingSecret = `whsec_${randomBytes(32).toString('base64')}`;
  const connector = await saveConnector(story.ctx(NOW), {
    ...{ id: null, partner: 'cumulus', name: 'Pushing', secret: partner.signingSecret },
    settings: { kind: 'push' },
  });
  partner.connector = connector.id;
  expect(await story.tell('event')).toEqual(['test']);
  await setConnectorState(story.ctx(NOW), connector.id, 'live');
  expect(await story.tell('event')).toEqual(['taken']);
  expect(await story.billed()).toEqual(HELD);
  partner.moods = new Set(['duplicate']);
  partner.externalId = 'SIM-event';
  expect(await story.tell('event')).toEqual(['external_id_conflict']);
  expect(await story.billed()).toEqual(HELD);
});
