import { expect, test } from 'vitest';
import { directionOf, negotiateLocale } from '@/lib/format/locales';
import { loadMessages } from '@/lib/format/messages';

test('the browser’s best language that we have, else English', () => {
  expect(negotiateLocale('fr;q=0.9, en-US;q=0.8')).toBe('en');
  expect(negotiateLocale('xx')).toBe('en');
  expect(negotiateLocale(null)).toBe('en');
});

test('direction follows the script', () => {
  expect(directionOf('ar-EG')).toBe('rtl');
  expect(directionOf('en')).toBe('ltr');
});

test('every namespace loads', async () => {
  const messages = await loadMessages('en');
  expect(Object.keys(messages)).toEqual(expect.arrayContaining(['common', 'shell', 'table', 'bill']));
});
