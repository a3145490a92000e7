import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { civilDate } from '@/lib/domain/period/civil-date';
import { callOut } from '@/lib/integrations/outbound/call-out';
import { type Call, type FeedAccess, FeedError, type FeedPage } from '@/lib/integrations/partner-feeds/feed';
import { fetchRest, type RestMapping } from '@/lib/integrations/partner-feeds/fetch-rest';
import { fetchTmf678 } from '@/lib/integrations/partner-feeds/fetch-tmf678';
import { chargesOf } from '@/scripts/simulate-partner/book';
import type { Misbehaviour } from '@/scripts/simulate-partner/misbehaviours';
import { readOptions, type SimulatorOptions } from '@/scripts/simulate-partner/options';
import { serve } from '@/scripts/simulate-partner/serve';

// The other side is the simulated partner, which shares no code with the hub, over a real connection.
const simulated = readOptions(['--port', '0', '--period', '2026-10'], new Date(0)) as SimulatorOptions;
const period = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };
const expected = chargesOf(simulated).map(({ id }) => id);
const call: Call = (outgoing) => callOut(outgoing, { allowLoopback: true });
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function partner(moods: Misbehaviour[] = []): Promise<string> {
  const server = await serve({ ...simulated, moods: new Set(moods) });
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const oauth = (base: string, secret = 'secret'): FeedAccess => ({
  kind: 'oauth2',
  tokenUrl: `${base}/oauth/token`,
  clientId: 'partner',
  scope: null,
  secret,
});

const tmf = (base: string, access: FeedAccess = oauth(base)) =>
  fetchTmf678({ baseUrl: `${base}/tmf-api/customerBillManagement/v4`, period, access }, call, 5);

const mapping: RestMapping = {
  items: 'items',
  paging: { kind: 'cursor', path: 'next', parameter: 'offset' },
  fromParameter: 'from',
  toParameter: 'to',
  fields: {
    id: 'charge_id',
    account: 'tenant.code',
    amount: 'amount.value',
    currency: 'amount.ccy',
    from: 'start',
    to: 'end',
    service: 'sku',
  },
};

const rest = (base: string, change: Partial<RestMapping> = {}, secret = 'secret') =>
  fetchRest(
    { baseUrl: `${base}/v2/charges`, period, access: { kind: 'api_key', header: 'x-api-key', secret } },
    { ...mapping, ...change },
    call,
    5,
  );

async function idsOf(pages: AsyncIterable<FeedPage>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { items } of pages) ids.push(...items.map((item) => (item as { id: string }).id));
  return ids;
}

const codeOf = (pages: AsyncIterable<FeedPage>) =>
  idsOf(pages).then(
    () => null,
    (error: unknown) => (error instanceof FeedError ? error.code : error),
  );

test('every charge comes once, from TMF678 with a token and from the feed with a key', async () => {
  const base = await partner();
  expect(await idsOf(tmf(base))).toEqual(expected);
  expect(await idsOf(rest(base))).toEqual(expected);
  expect(await idsOf(rest(base, { paging: { kind: 'offset', parameter: 'offset', size: 20 } }))).toEqual(
    expected,
  );
});

test('the feed’s words become those of an applied rate', async () => {
  const { value } = await rest(await partner()).next();
  expect(value.items[0]).toMatchObject({
    billingAccount: { id: 'tenant-1' },
    product: { name: 'Commitment' },
    taxExcludedAmount: { unit: 'EUR', value: '49.9' },
    periodCoverage: { startDateTime: '2026-10-01', endDateTime: '2026-11-01' },
  });
});

describe('a partner that misbehaves', () => {
  test.each<[Misbehaviour]>([['error-500'], ['half-page']])(
    '%s: what is asked again comes whole',
    async (mood) => {
      const base = await partner([mood]);
      expect(await idsOf(tmf(base))).toEqual(expected);
      expect(await idsOf(rest(base))).toEqual(expected);
    },
  );

  test('is late, and says so', async () => {
    expect(await codeOf(tmf(await partner(['late'])))).toBe('not_ready');
  });

  test('does not know us', async () => {
    const base = await partner();
    expect(await codeOf(tmf(base, oauth(base, 'wrong')))).toBe('access_refused');
    expect(await codeOf(rest(base, {}, 'wrong'))).toBe('access_refused');
    expect(await codeOf(tmf(base, { kind: 'none' }))).toBe('access_refused');
  });

  test('has its list elsewhere, or gives the same page for ever', async () => {
    const base = await partner();
    expect(await codeOf(rest(base, { items: 'data.rows' }))).toBe('unexpected_answer');
    const loop: Partial<RestMapping> = { paging: { kind: 'cursor', path: 'period', parameter: 'cursor' } };
    expect(await codeOf(rest(base, loop))).toBe('broken_answer');
  });

  test('is not there, or is where nothing is called', async () => {
    expect(await codeOf(tmf('http://127.0.0.1:9'))).toBe('not_reachable');
    expect(await codeOf(tmf('https://10.0.0.1'))).toBe('address_refused');
    expect(await codeOf(tmf('http://example.com'))).toBe('address_refused');
  });

  test('counts that change while they are read are told', async () => {
    let asked = 0;
    const shifting: Call = async () => ({
      status: 200,
      headers: { 'x-total-count': String(200 + asked++) },
      body: JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ id }))),
    });
    const request = { baseUrl: 'https://p.example/v4', period, access: { kind: 'none' } as const };
    expect(await codeOf(fetchTmf678(request, shifting))).toBe('changed_while_reading');
  });
});
