import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkStatement } from '@/lib/domain/billing/partner-bill/check-statement';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { PartnerBillReader } from '@/lib/integrations/partner-bills/partner-row';
import { focusReader } from '@/lib/integrations/partner-bills/read-focus';
import { ublReader } from '@/lib/integrations/partner-bills/ubl/read-ubl';
import { hostedPage } from '@/lib/integrations/payment-provider/hosted-page';
import { text } from './amount';
import { chargesOf } from './book';
import { focusOf, totalsOf, ublOf } from './documents';
import { bend, type Misbehaviour } from './misbehaviours';
import { readOptions, type SimulatorOptions } from './options';
import { serve } from './serve';

const options = readOptions(['--port', '0', '--period', '2026-10'], new Date(0)) as SimulatorOptions;
const october = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What the hub reads of a file of the partner: the sum, and what it finds in a document. */
async function readByHub(reader: PartnerBillReader, file: string) {
  const rows = reader.read(
    (async function* bytes() {
      yield Buffer.from(file);
    })(),
    october,
  );
  let sum = 0n;
  let next = await rows.next();
  for (; !next.done; next = await rows.next()) {
    for (const { line } of next.value) if (!('unreadable' in line)) sum += line.amount;
  }
  const findings = next.value ? checkStatement(next.value.statement, next.value.sums) : [];
  return { sum: formatDecimal(sum as never), codes: findings.map(({ code }) => code) };
}

test('its FOCUS file and its invoices come to what its books say', async () => {
  const charges = chargesOf(options);
  const net = charges.reduce((sum, charge) => sum + charge.net, 0n);
  expect((await readByHub(focusReader, focusOf(charges))).sum).toBe(text(net));
  const own = charges.filter(({ account }) => account === 'tenant-3');
  const invoice = await readByHub(ublReader, ublOf(own, 'N-1', new Set()));
  expect(invoice).toEqual({ sum: text(totalsOf(own, new Set()).net), codes: [] });
});

test.each<[Misbehaviour, string]>([
  ['wrong-tax', 'tax_sum_mismatch'],
  ['wrong-sum', 'tax_base_mismatch'],
])('an invoice with a %s is caught by the hub', async (mood, code) => {
  const own = chargesOf(options).filter(({ account }) => account === 'tenant-1');
  const { codes } = await readByHub(ublReader, ublOf(own, 'N-1', new Set([mood])));
  expect(codes).toEqual(mood === 'wrong-tax' ? ['tax_mismatch'] : [code]);
});

test('the same options give the same books, and a mood changes what is told, not what is so', () => {
  expect(chargesOf(options)).toEqual(chargesOf({ ...options }));
  const charges = chargesOf(options);
  expect(bend(charges, new Set(['duplicate'])).length).toBe(charges.length + Math.floor(charges.length / 10));
  expect(bend(charges, new Set(['other-currency'])).every(({ currency }) => currency === 'JPY')).toBe(true);
  expect(
    bend(charges, new Set(['unknown-account'])).filter(({ account }) => account === 'nobody-knows'),
  ).toHaveLength(Math.floor(charges.length / 7));
});

test('it serves every charge once over its pages, to those who know its key, and half a page when it is told to', async () => {
  const server = await serve({ ...options, moods: new Set() });
  closing.push(() => server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const path = '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate';
  expect((await fetch(base + path)).status).toBe(401);
  const token = await fetch(`${base}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'partner',
      client_secret: 'secret',
    }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const ids: string[] = [];
  for (let offset = 0; ; offset = ids.length) {
    const page = await fetch(`${base}${path}?offset=${offset}&limit=40`, { headers });
    ids.push(...((await page.json()) as { id: string }[]).map(({ id }) => id));
    if (ids.length >= Number(page.headers.get('x-total-count'))) break;
  }
  expect(ids).toEqual(chargesOf(options).map(({ id }) => id));

  await fetch(`${base}/misbehave`, { method: 'PUT', body: '["half-page"]' });
  const answers = await Promise.allSettled(
    [1, 2].map(async () => (await fetch(`${base}/v2/charges`, { headers })).json()),
  );
  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

test('it listens on this machine alone, and refuses a mood it does not know', async () => {
  const server = await serve({ ...options, moods: new Set() });
  closing.push(() => server.close());
  const { address, port } = server.address() as AddressInfo;
  expect(address).toBe('127.0.0.1');
  const status = await new Promise<number>((resolve, reject) => {
    const put = httpRequest({ port, host: address, path: '/misbehave', method: 'PUT' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    put.on('error', reject);
    put.end('["grumpy"]');
  });
  expect(status).toBe(500);
});

test('its payment pages answer what they told nobody, when the hub asks by its own adapter', async () => {
  const server = await serve({ ...options, moods: new Set() });
  closing.push(() => server.close());
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = hostedPage(
    { baseUrl: `${root}/pay`, apiKey: options.clientSecret },
    { allowLoopback: true },
  );
  const money = { amount: '119.00', currency: 'EUR' };
  const open = async (outcome: string | null) => {
    const reference = randomUUID();
    const urls = { returnUrl: `${root}/back`, callbackUrl: `${root}/nowhere` };
    const opened = await provider.openSession({ ...money, ...urls, reference, description: 'B-1' });
    const body = new URLSearchParams({ outcome: outcome ?? '' });
    if (outcome) await fetch(opened.pageUrl, { method: 'POST', body, redirect: 'manual' });
    return { reference, providerRef: opened.providerRef };
  };
  const lost = await open('lose');
  expect(await provider.askSession(lost.reference)).toMatchObject({ state: 'succeeded', ...money });
  expect(await provider.askSession((await open('expire')).reference)).toMatchObject({ state: 'expired' });
  expect(await provider.askSession((await open(null)).reference)).toMatchObject({ state: 'open' });
  expect(await provider.askSession(randomUUID())).toBeNull();
  const refund = randomUUID();
  expect(await provider.askRefund(refund)).toBeNull();
  await provider.refund({ ...money, reference: refund, providerRef: lost.providerRef });
  expect(await provider.askRefund(refund)).toMatchObject({ state: 'succeeded', ...money });
});
