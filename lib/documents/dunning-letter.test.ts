import { expect, test } from 'vitest';
import { type DunningLetter, dunningLetter } from '@/lib/documents/dunning-letter';
import { mailHtml } from '@/lib/documents/mail-html';

const letter: DunningLetter = {
  action: 'warn',
  language: 'en',
  customer: 'Acme sp. z o.o.',
  account: { number: 'A-1', name: 'Site 1' },
  currency: 'EUR',
  bills: [
    { number: 'B-000001', dueOn: '2026-03-01', amount: '1234.50' },
    { number: 'B-000002', dueOn: '2026-03-15', amount: '0.50' },
  ],
  amount: '1235.00',
  hasDisputed: false,
  link: 'https://billing.example/customer/bills',
};

test.each([
  ['en', '1,235.00', 'These bills are still not paid', 'ltr'],
  ['pl', '1\u00a0235,00', 'Te rachunki są nadal nieopłacone', 'ltr'],
  ['de', '1.235,00', 'Diese Rechnungen sind noch immer nicht bezahlt', 'ltr'],
  ['ar', '1,235.00', 'هاتين الفاتورتين', 'rtl'],
])('in %s, with every bill, and in its direction', (language, amount, words, direction) => {
  const { subject, body, language: written } = dunningLetter({ ...letter, language });
  expect(written).toBe(language);
  expect(subject).toContain(amount);
  expect(body).toContain(words);
  for (const { number } of letter.bills) expect(body).toContain(number);
  expect(body).not.toMatch(/[{}]/);
  expect(mailHtml(body)).toContain(`dir="${direction}"`);
});

test('one bill is one, a dispute is named, and a language without letters is answered in English', () => {
  const bills = letter.bills.slice(0, 1);
  const { body, language } = dunningLetter({ ...letter, bills, hasDisputed: true, language: 'fr' });
  expect(language).toBe('en');
  expect(body).toContain('This bill is still not paid');
  expect(body).toContain('What you dispute is not in this sum.');
});
