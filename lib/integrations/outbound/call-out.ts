import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import {
  checkAddress,
  checkUrl,
  literalOf,
  type OutboundPolicy,
} from '@/lib/integrations/outbound/check-url';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';

export type OutboundCall = {
  url: string;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For everything: name, connection, answer. */
  timeoutMs: number;
  /** How much of the answer is read; the rest is not. */
  maxAnswerBytes: number;
};

export type OutboundAnswer = { status: number; headers: Record<string, string>; body: string };

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<string[]>;

/**
 * Calls an address that somebody gave us. The name is resolved once, each of its addresses must be public, and the connection goes
 * to the one that was checked, so that an answer that changes between look and call changes nothing. Redirects are answers, not
 * followed. Fails: RefusedCall when it may not be made, any other Error when it could not.
 */
export async function callOut(
  call: OutboundCall,
  policy: OutboundPolicy,
  resolve: Resolve = resolveName,
): Promise<OutboundAnswer> {
  const url = checkUrl(call.url, policy);
  const signal = AbortSignal.timeout(call.timeoutMs);
  const address = literalOf(url.hostname) ?? (await publicAddress(url.hostname, policy, resolve, signal));
  return await request(url, address, call, signal);
}

async function publicAddress(
  hostname: string,
  policy: OutboundPolicy,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<string> {
  const addresses = await Promise.race([resolve(hostname), rejectOn(signal)]);
  for (const address of addresses) checkAddress(address, policy);
  const [first] = addresses;
  if (first === undefined) throw new RefusedCall('unknown_host', 'The name of the host leads nowhere.');
  return first;
}

async function resolveName(hostname: string): Promise<string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    throw new RefusedCall('unknown_host', 'The name of the host leads nowhere.');
  }
}

function request(
  url: URL,
  address: string,
  call: OutboundCall,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const { request: open } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = open(url, {
      method: call.method,
      headers: { 'user-agent': 'Tributary', ...call.headers },
      agent: false,
      signal,
      // Node asks for the address here; it gets the one that was checked. TLS still proves the name.
      lookup: (_, options, answer) => {
        const family = isIP(address);
        if (options.all) answer(null, [{ address, family }]);
        else answer(null, address, family);
      },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      readBeginning(incoming, call.maxAnswerBytes).then((body) => {
        const headers = Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        );
        resolve({ status: incoming.statusCode ?? 0, headers, body });
      }, reject);
    });
    outgoing.end(call.body);
  });
}

async function readBeginning(incoming: http.IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8').replaceAll('\0', '');
}

const rejectOn = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
