import { expect, test } from 'vitest';
import { currentNavItem, navSections } from '@/components/shell/nav-item';

const items = [
  { href: '/operator', label: 'Home' },
  { href: '/operator/bills', label: 'Bills', section: 'Billing' },
  { href: '/operator/partners', label: 'Partners', section: 'People' },
  { href: '/operator/runs', label: 'Runs', section: 'Billing' },
];

test('the longest address that contains the page is current', () => {
  expect(currentNavItem(items, '/operator/bills/42')?.label).toBe('Bills');
  expect(currentNavItem(items, '/operator')?.label).toBe('Home');
  expect(currentNavItem(items, '/operator/billing-accounts')?.label).toBe('Home');
  expect(currentNavItem(items, '/partner')).toBeUndefined();
});

test('sections keep the order in which they first appear', () => {
  expect(navSections(items).map(({ section, items: own }) => [section, own.length])).toEqual([
    [null, 1],
    ['Billing', 2],
    ['People', 1],
  ]);
});

test('a page in a folder that an item covers belongs to it, and not to the home above both', () => {
  const items = [
    { href: '/operator', label: 'Home' },
    { href: '/operator/customers', label: 'Customers', covers: ['/operator/accounts'] },
  ];
  expect(currentNavItem(items, '/operator/accounts/SB-1001')?.label).toBe('Customers');
  expect(currentNavItem(items, '/operator/accountsx')?.label).toBe('Home');
});
