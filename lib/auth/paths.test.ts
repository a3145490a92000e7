import { describe, expect, test } from 'vitest';
import { frontDoor, homeOf, ownPath } from '@/lib/auth/paths';

describe('where to go after signing in', () => {
  test.each(['/operator', '/customer/bills/1?line=2#x', '/'])('%s is ours', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/operator\\..\\x',
    'https://evil.example',
    'javascript:alert(1)',
    'operator',
    '',
    `/${'x'.repeat(3000)}`,
  ])('%s is not', (path) => {
    expect(ownPath(path)).toBeNull();
  });

  test('the front door gets the path as one value', () => {
    expect(frontDoor('/operator/bills?a=1&b=2')).toBe('/?next=%2Foperator%2Fbills%3Fa%3D1%26b%3D2');
    expect(frontDoor(null)).toBe('/');
    expect(homeOf('partner')).toBe('/partner');
  });
});
