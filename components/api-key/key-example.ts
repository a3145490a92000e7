import type { MadeKey } from '@/components/api-key/api-key-item';

/** The first thing to do with a key: which example of the messages it is, and the command. */
export type KeyExample = { kind: 'usage' | 'bills' | 'payouts' | 'other'; command: string };

/**
 * A command for the shell that works as it stands. An event names no product on purpose: until the reader has put one in it waits in
 * suspense, where a real one would be on somebody's bill.
 */
export function exampleOf(made: MadeKey, origin: string): KeyExample {
  const { audience, role, permissions, key, createdAt } = made;
  const may = (permission: string) => permissions === null || permissions.includes(permission);
  const authorization = `  -H 'authorization: Bearer ${key}'`;
  const reading = (path: string) => [`curl -s '${origin}${path}' \\`, authorization].join('\n');
  if (audience !== 'customer' && role !== 'viewer' && may('usage.send')) {
    return {
      kind: 'usage',
      command: [
        `curl -s '${origin}/api/v1/usage' \\`,
        `${authorization} \\`,
        "  -H 'content-type: application/cloudevents+json' \\",
        `  -d '${JSON.stringify(eventAt(createdAt), null, 2).replaceAll('\n', '\n  ')}'`,
      ].join('\n'),
    };
  }
  if (audience === 'partner' && may('payout.read')) {
    return { kind: 'payouts', command: reading('/api/v1/payouts?limit=5') };
  }
  if (audience !== 'partner' && may('bill.read')) {
    return { kind: 'bills', command: reading('/api/v1/bills?limit=5') };
  }
  return { kind: 'other', command: reading('/api/v1/openapi.json') };
}

const eventAt = (time: string) => ({
  specversion: '1.0',
  type: 'usage',
  source: 'my-system',
  id: `first-${time}`,
  time,
  subject: 'PRODUCT-REFERENCE',
  data: { meter: 'METER', quantity: '1' },
});
