import { expect, test } from 'vitest';
import { suggestMapping } from '@/lib/domain/usage/suggest-mapping';

const columns = (table: Record<string, string[]>) =>
  Object.entries(table).map(([name, values]) => ({ name, values }));

test('a call record’s columns are recognised by name and content', () => {
  const mapping = suggestMapping(
    columns({
      'CDR ID': ['77', '78'],
      MSISDN: ['48123', '48124'],
      Datum: ['10.03.2026', '11.03.2026'],
      Zeit: ['12:00:00', '13:30:00'],
      'Volume MB': ['1.500,5', '20'],
      Land: ['DE', 'PL'],
    }),
    'Europe/Berlin',
  );
  expect(mapping).toMatchObject({
    id: { fields: ['CDR ID'] },
    subject: { fields: ['MSISDN'] },
    time: { fields: ['Datum', 'Zeit'], format: 'dd.MM.yyyy HH:mm:ss', timeZone: 'Europe/Berlin' },
    quantity: { fields: ['Volume MB'], decimalSeparator: ',', thousandsSeparator: '.' },
    attributes: [{ name: 'land', fields: ['Land'] }],
  });
});

test('times with an offset need no zone, and what has no id is known by its content', () => {
  const mapping = suggestMapping(
    columns({ start: ['2026-03-10T12:00:00Z'], device: ['a'], bytes: ['12'] }),
    'Europe/Berlin',
  );
  expect(mapping.time).toEqual({ fields: ['start'], format: 'iso' });
  expect(mapping.id).toEqual({ rowHash: true });
  expect(suggestMapping([], 'UTC').subject).toEqual({ fields: ['id'] });
});
