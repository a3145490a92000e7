import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callOut } from '@/lib/integrations/outbound/call-out';
import { checkUrl } from '@/lib/integrations/outbound/check-url';

const PUBLIC = { allowLoopback: false };
const call = (url: string) => ({
  url,
  method: 'POST' as const,
  headers: {},
  body: '{}',
  timeoutMs: 2_000,
  maxAnswerBytes: 64,
});

test.each([
  ['http://127.0.0.1:3900/charges', true],
  ['http://127.0.0.1:3901/charges', false],
  ['http://127.0.0.1/charges', false],
  ['http://localhost:3900/charges', false],
  ['http://[::1]:3900/charges', false],
  ['http://127.0.0.2:3900/charges', false],
])('of this machine one port may be called, where there is one: %s %s', (url, allowed) => {
  const policy = { allowLoopback: false, loopbackPort: 3900 };
  if (allowed) expect(checkUrl(url, policy).port).toBe('3900');
  else expect(() => checkUrl(url, policy)).toThrow();
});

describe('addresses that are not called', () => {
  test.each([
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'not an address',
    'https://user:password@example.com/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://0/',
    'https://10.0.0.1/',
    'https://172.16.5.4/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://192.0.0.8/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:53aa:64c::1]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[ff02::1]/',
  ])('%s', (url) => {
    expect(() => checkUrl(url, PUBLIC)).toThrow();
  });

  test.each([
    [['10.0.0.7']],
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:192.168.0.1']],
    [['93.184.215.14', '10.0.0.7']],
    [['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'fd00::1']],
    [[]],
  ])('a name that leads to %j', async (addresses) => {
    await expect(callOut(call('https://hook.example/'), PUBLIC, async () => addresses)).rejects.toMatchObject(
      {
        name: 'RefusedCall',
      },
    );
  });

  test('a public address in any writing passes', () => {
    expect(checkUrl('https://93.184.215.14:8443/x', PUBLIC).port).toBe('8443');
    expect(checkUrl('https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', PUBLIC).pathname).toBe('/');
  });
});

describe('a call', () => {
  let server: http.Server;
  let address: string;
  const seen: string[] = [];

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      seen.push(`${request.headers.host} ${request.url}`);
      if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else if (request.url === '/endless') {
        const flood = setInterval(() => response.write('x'.repeat(1_000)), 1);
        response.on('close', () => clearInterval(flood));
      } else if (request.url !== '/silent') response.end('fine');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const here = { allowLoopback: true };
  const resolve = async () => ['127.0.0.1'];

  test('goes to the address that was checked, under its own name', async () => {
    expect(await callOut(call(`${address}/a?b`), here, resolve)).toMatchObject({ status: 200, body: 'fine' });
    expect(seen.at(-1)).toBe(`${new URL(address).host} /a?b`);
    await expect(callOut(call(address), PUBLIC, resolve)).rejects.toMatchObject({ code: 'not_https' });
  });

  test('answers a redirect and does not follow it', async () => {
    expect((await callOut(call(`${address}/redirect`), here, resolve)).status).toBe(302);
  });

  test('reads no more than it may, and waits no longer', async () => {
    expect((await callOut(call(`${address}/endless`), here, resolve)).body).toHaveLength(64);
    const slow = { ...call(`${address}/silent`), timeoutMs: 100 };
    await expect(callOut(slow, here, resolve)).rejects.toThrow();
    await expect(
      callOut({ ...slow, url: 'https://slow.example/' }, PUBLIC, () => new Promise(() => {})),
    ).rejects.toThrow();
  });
});
