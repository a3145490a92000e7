import { describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { isWithin, permissionsNotOfRole } from '@/lib/domain/access/key-grant';
import { can, permissionsOf } from '@/lib/domain/access/permissions';

const partner: Actor = {
  ...{ kind: 'user', id: 'u', name: 'Partner admin', operatorId: 'o' },
  ...{ audience: 'partner', partyId: 'p', role: 'admin' },
};
const grant = { audience: 'partner', partyId: 'p', role: 'billing', permissions: null } as const;

test('a narrowed actor may do what is of its role and in its list, and nothing else', () => {
  const sender: Actor = { ...partner, role: 'billing', only: ['usage.send', 'bill-run.manage'] };
  expect(permissionsOf(sender)).toEqual(['usage.send']);
  expect(can({ ...sender, only: [] }, 'usage.send')).toBe(false);
});

test('a key is narrowed to permissions that its role has', () => {
  expect(permissionsNotOfRole({ ...grant, permissions: ['usage.send', 'usage.read'] })).toEqual([]);
  const wrong = ['usage.send', 'bill-run.manage', 'constructor', 'nothing'];
  expect(permissionsNotOfRole({ ...grant, role: 'viewer', permissions: wrong })).toEqual(wrong);
});

describe('a key is never above its maker', () => {
  test.each([
    ['the same role', partner, 'admin', null, true],
    ['a lower role', { ...partner, role: 'billing' }, 'viewer', null, true],
    ['a higher role', { ...partner, role: 'billing' }, 'admin', null, false],
    ['part of a narrowed maker', { ...partner, only: ['usage.send'] }, 'admin', ['usage.send'], true],
    ['all of a role from a narrowed maker', { ...partner, only: ['usage.send'] }, 'viewer', null, false],
    ['another audience, from the operator', systemActor('o'), 'admin', null, true],
    [
      'another audience, from a narrowed key',
      { ...systemActor('o'), only: ['bill.read'] },
      'viewer',
      null,
      false,
    ],
  ] as const)('%s', (_, maker, role, permissions, isFine) => {
    expect(isWithin(maker, { ...grant, role, permissions })).toBe(isFine);
  });
});
