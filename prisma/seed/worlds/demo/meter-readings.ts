import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { addDays } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { randomOf } from '@/prisma/seed/builders/random';

/** How Voltgrid's list is read: German decimals, the last day inside, a total at the end that is no charge. */
export const METER_READINGS: CsvBillMapping = {
  csv: { delimiter: ';' },
  skip: [{ field: 'Meter', is: ['Summe'] }],
  account: { fields: ['Meter'] },
  service: { fields: ['Tariff'] },
  quantity: { fields: ['kWh'], decimalSeparator: ',', thousandsSeparator: '.' },
  unit: { constant: 'kWh' },
  currency: { constant: 'EUR' },
  amount: { fields: ['Amount'], decimalSeparator: ',', thousandsSeparator: '.' },
  period: {
    kind: 'columns',
    from: { fields: ['From'], format: 'dd.MM.yyyy' },
    to: { fields: ['To'], format: 'dd.MM.yyyy' },
    toIsLastDay: true,
  },
  lineId: { fields: ['Meter', 'Tariff', 'From'] },
  taxCode: { fields: ['VAT'] },
};

/** Prices of a kWh in hundred-thousandths of a euro, and what a day takes in tenths of a kWh. */
const TARIFFS = [
  { name: 'Day tariff', price: 28_743n, least: 900, most: 1400 },
  { name: 'Night tariff', price: 21_059n, least: 300, most: 500 },
];

/**
 * A list of a cycle: a row per meter, tariff and week. `misread` is the week whose day tariff was read too high, by 40 kWh, before it
 * was corrected.
 */
export function meterReadings(period: Period, meters: readonly string[], misread: number | null): Buffer {
  const random = randomOf(`voltgrid ${period.from}`);
  let total = 0n;
  const rows = meters.flatMap((meter) =>
    weeksOf(period).flatMap(({ from, to, days }, week) =>
      TARIFFS.map(({ name, price, least, most }, tariff) => {
        const read = BigInt(days * random.between(least, most));
        const tenths = misread === week && tariff === 0 ? read + 400n : read;
        const amount = tenths * price;
        total += amount;
        return [meter, name, german(from), german(to), comma(tenths, 1), comma(amount, 6), 'V1'].join(';');
      }),
    ),
  );
  const lines = ['Meter;Tariff;From;To;kWh;Amount;VAT', ...rows, `Summe;;;;;${comma(total, 6)};`, ''];
  return Buffer.from(`\ufeff${lines.join('\r\n')}`);
}

function weeksOf({ from, to }: Period): { from: string; to: string; days: number }[] {
  const weeks = [];
  for (let day = from; day < to; day = addDays(day, 7)) {
    const end = [addDays(day, 7), to].sort()[0]!;
    const days = Math.round((Date.parse(end) - Date.parse(day)) / 86_400_000);
    weeks.push({ from: day, to: addDays(end, -1), days });
  }
  return weeks;
}

const german = (day: string): string => day.split('-').reverse().join('.');

/** 1234567n with 2 places is "12.345,67". */
function comma(amount: bigint, places: number): string {
  const digits = String(amount).padStart(places + 1, '0');
  const whole = digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${whole},${digits.slice(-places)}`;
}
