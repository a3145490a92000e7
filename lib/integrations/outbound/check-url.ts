import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';

export type OutboundPolicy = {
  /** This very machine, and http to it: for tests and demonstrations alone. */
  allowLoopback: boolean;
  /** The one port of this machine that may be called all the same, as http://127.0.0.1:port. */
  loopbackPort?: number | null;
};

/**
 * The address to call, as a URL: https, no user or password in it, and a host that is not itself an address outside the public
 * ones. Hosts as decimal, octal or hexadecimal numbers are what URLs make of them: 2130706433 is 127.0.0.1. Fails: RefusedCall.
 */
export function checkUrl(text: string, policy: OutboundPolicy): URL {
  if (!URL.canParse(text))
    throw new RefusedCall('bad_url', 'This is not an address like https://example.com/hook.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new RefusedCall('bad_url', 'An address must not carry a user or a password.');
  }
  const literal = literalOf(url.hostname);
  if (isOwnPort(url, policy)) return url;
  const isHere = url.hostname === 'localhost' || (literal !== null && rangeOf(literal) === 'loopback');
  const mayBeHttp = policy.allowLoopback && isHere;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBeHttp)) {
    throw new RefusedCall('not_https', 'The address must begin with https://.');
  }
  if (literal !== null) checkAddress(literal, policy);
  return url;
}

/** A name could be resolved to anything, so the address itself has to be written. */
const isOwnPort = ({ protocol, hostname, port }: URL, { loopbackPort = null }: OutboundPolicy): boolean =>
  loopbackPort !== null && protocol === 'http:' && hostname === '127.0.0.1' && port === String(loopbackPort);

/** Refuses every address that is not a public one of a single machine. Fails: RefusedCall `address_not_public`. */
export function checkAddress(address: string, { allowLoopback }: OutboundPolicy): void {
  const range = rangeOf(address);
  if (range === 'unicast' || (allowLoopback && range === 'loopback')) return;
  throw new RefusedCall(
    'address_not_public',
    'The address leads into a private network, where nothing is called.',
  );
}

/** Of an IPv6 host without its brackets; null for a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

/** Mapped, translated and tunnelled IPv4 are ranges of their own in IPv6, so none of them passes for unicast. */
const rangeOf = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.parse(address).range() : 'invalid';
