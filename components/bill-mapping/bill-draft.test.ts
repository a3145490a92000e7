import { expect, test } from 'vitest';
import { toBillDraft, toBillMapping } from '@/components/bill-mapping/bill-draft';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { csvBillMappingSchema } from '@/lib/schemas/partner-bill-mapping';

const full: CsvBillMapping = {
  csv: { delimiter: ';', skipLines: 2, encoding: 'windows-1252' },
  skip: [
    { field: 'Konto', is: [''] },
    { field: 'Konto', startsWith: ['Summe', 'Total'] },
  ],
  account: { fields: ['Konto', 'Teil'], separator: '/' },
  payer: { fields: ['Zahler'] },
  service: { fields: ['Dienst'], values: { vm: 'Rechner' } },
  chargeCategory: { fields: ['Art'], values: { Gebühr: 'purchase' }, otherwise: 'usage' },
  description: { fields: ['Text'] },
  quantity: { fields: ['Menge'], decimalSeparator: '.' },
  unit: { constant: 'GB' },
  currency: { constant: 'EUR' },
  amount: {
    fields: ['Betrag'],
    decimalSeparator: ',',
    thousandsSeparator: '.',
    divideBy: '100',
    sign: 'reversed',
    creditWhen: { field: 'Art', is: ['Gutschrift', 'Storno'] },
  },
  period: {
    kind: 'columns',
    from: { fields: ['Tag', 'Zeit'], separator: ' ', format: 'dd.MM.yyyy HH:mm' },
    to: { fields: ['Bis'], format: 'dd.MM.yyyy' },
    toIsLastDay: true,
    timeZone: 'Europe/Berlin',
  },
  lineId: { fields: ['Nr'] },
  taxCode: { fields: ['Steuer'] },
};

test('a mapping comes out of the form as it went in', () => {
  expect(csvBillMappingSchema.parse(full)).toEqual(full);
  expect(toBillMapping(toBillDraft(full))).toEqual(full);
});

test('numbers are written one way: a change of separators is one of the quantity too', () => {
  const draft = { ...toBillDraft(full), decimalSeparator: '.' as const, thousandsSeparator: '' as const };
  expect(toBillMapping(draft)).toMatchObject({
    amount: { decimalSeparator: '.' },
    quantity: { decimalSeparator: '.', fields: ['Menge'] },
  });
});

test('what is left open is refused by its name', () => {
  const open = toBillDraft({ ...full, service: { fields: [] } });
  const parsed = csvBillMappingSchema.safeParse(toBillMapping(open));
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['service.fields']);
});
