import { expect, test } from 'vitest';
import { currentTab } from '@/components/ui/current-tab';

const tabs = [
  { href: '/bills', label: 'All' },
  { href: '/bills?state=held', label: 'Held' },
  { href: '/bills/log', label: 'Log' },
];

test('the tab whose query the page carries wins over the plain path', () => {
  const label = (path: string, query: string) => currentTab(tabs, path, new URLSearchParams(query))?.label;
  expect(label('/bills', '')).toBe('All');
  expect(label('/bills', 'state=held&q=acme')).toBe('Held');
  expect(label('/bills', 'state=issued')).toBe('All');
  expect(label('/bills/log', '')).toBe('Log');
  expect(label('/partners', '')).toBeUndefined();
});

test('a tab that covers what lies below it stays current there, and no other does', () => {
  const own = [
    { href: '/usage', label: 'Overview' },
    { href: '/usage/files', label: 'Files', coversBelow: true },
  ];
  const label = (path: string) => currentTab(own, path, new URLSearchParams())?.label;
  expect(label('/usage/files/one')).toBe('Files');
  expect(label('/usage')).toBe('Overview');
  expect(label('/usage/filesystem')).toBeUndefined();
});
