import { expect, test } from 'vitest';
import type { MadeKey } from '@/components/api-key/api-key-item';
import { accessesOf, accessOf, grantOf } from '@/components/api-key/key-access';
import { exampleOf } from '@/components/api-key/key-example';
import { permissionsNotOfRole } from '@/lib/domain/access/key-grant';
import { usageEvent } from '@/lib/schemas/api/usage';

const AT = '2026-11-22T10:00:00.000Z';
const audiences = ['operator', 'partner', 'customer'] as const;
const cases = audiences.flatMap((audience) => accessesOf(audience).map((access) => ({ audience, access })));

test.each(cases)(
  '$audience, $access: a key that may be made, and known by what it may',
  ({ audience, access }) => {
    const partyId = audience === 'operator' ? null : 'p';
    const grant = grantOf(access);
    expect(permissionsNotOfRole({ audience, partyId, ...grant })).toEqual([]);
    expect(accessOf(grant)).toBe(access);
  },
);

const kindOf = (made: Partial<MadeKey>) =>
  exampleOf(
    {
      ...{ name: 'k', key: 'trb_x', createdAt: AT },
      ...{ role: 'admin', permissions: null, audience: 'partner', ...made },
    },
    'https://hub.example',
  );

test('the first command is one that the key may give', () => {
  expect(kindOf({}).kind).toBe('usage');
  expect(kindOf({ role: 'viewer' }).kind).toBe('payouts');
  expect(kindOf({ audience: 'customer' }).kind).toBe('bills');
  expect(kindOf({ audience: 'operator', role: 'viewer' }).kind).toBe('bills');
  expect(kindOf({ permissions: ['dispute.read'] }).kind).toBe('other');
  expect(accessOf({ role: 'billing', permissions: ['dispute.read'] })).toBeNull();
});

test('its event is one that the API takes', () => {
  const { command } = kindOf(grantOf('usage'));
  expect(command).toContain("'https://hub.example/api/v1/usage'");
  expect(command).toContain('Bearer trb_x');
  expect(usageEvent.safeParse(JSON.parse(command.split("-d '")[1]!.slice(0, -1))).success).toBe(true);
});
