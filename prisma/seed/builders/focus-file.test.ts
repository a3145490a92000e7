import { describe, expect, test } from 'vitest';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { type FocusBill, focusFile } from '@/prisma/seed/builders/focus-file';

const bill: FocusBill = {
  seed: 'test',
  period: { from: civilDate('2026-01-31'), to: civilDate('2026-02-28') },
  currency: 'USD',
  payer: { id: 'payer', name: 'Payer' },
  subAccounts: [{ id: 'sub', name: 'Sub', lines: 200 }],
};

const rows = () => {
  const [header, ...lines] = focusFile(bill).toString('utf8').trimEnd().split('\n');
  return { columns: header!.split(',').map((name) => name.replaceAll('"', '')), lines };
};

describe('a generated FOCUS file', () => {
  test('is the same bytes for the same seed, and others for another', () => {
    expect(focusFile(bill)).toEqual(focusFile(bill));
    expect(focusFile({ ...bill, seed: 'other' })).not.toEqual(focusFile(bill));
  });

  test('has every kind of row, NULL for no value, and costs below a cent that are exact at 15 places', () => {
    const { columns, lines } = rows();
    expect(lines.length).toBe(203);
    const costs = lines.map((line) => parseDecimal(line.split(',')[columns.indexOf('BilledCost')]!));
    expect(costs.every((cost) => cost !== null)).toBe(true);
    expect(costs.some((cost) => cost! > 0n && cost! < parseDecimal('0.01')!)).toBe(true);
    expect(costs.some((cost) => cost! < 0n)).toBe(true);
    for (const category of ['Usage', 'Purchase', 'Credit', 'Adjustment']) {
      expect(lines.some((line) => line.includes(`"${category}"`))).toBe(true);
    }
    expect(lines.every((line) => line.startsWith('NULL,'))).toBe(true);
  });

  test('charges only hours of its period', () => {
    const days = [
      ...focusFile(bill)
        .toString('utf8')
        .matchAll(/"(\d{4}-\d{2}-\d{2}) \d{2}:00:00"/g),
    ].map(([, day]) => day!);
    expect(days.filter((day) => day < '2026-01-31' || day > '2026-02-28')).toEqual([]);
  });
});
