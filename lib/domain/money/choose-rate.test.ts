import { expect, test } from 'vitest';
import { chooseRate, type KnownRate } from '@/lib/domain/money/choose-rate';
import { decimal, formatDecimal } from '@/lib/domain/money/decimal';

const known = (pair: string, rate: string, validOn = '2026-11-20', source = 'ECB'): KnownRate => ({
  ...{ base: pair.slice(0, 3), quote: pair.slice(3) },
  ...{ validOn, rate: decimal(rate), source },
});
const RATES = [
  known('EURUSD', '1.25'),
  known('EURUSD', '1.20', '2026-11-19'),
  known('EURPLN', '4.00'),
  known('EURJPY', '161.5', '2026-11-19'),
];

test('the latest direct rate goes before all others', () => {
  const chosen = chooseRate([...RATES, known('USDEUR', '0.99', '2026-11-21')], 'EUR', 'USD');
  expect(chosen).toMatchObject({ path: 'direct', validOn: '2026-11-20', source: 'ECB', through: null });
  expect(formatDecimal(chosen!.rate)).toBe('1.25');
});

test('the other way round is one divided by it, to 15 places', () => {
  const chosen = chooseRate([known('EURUSD', '3')], 'USD', 'EUR');
  expect(chosen).toMatchObject({ path: 'inverse', legs: [{ base: 'EUR', quote: 'USD' }] });
  expect(formatDecimal(chosen!.rate)).toBe('0.333333333333333');
});

test('through the euro both legs are of one day', () => {
  const chosen = chooseRate(RATES, 'USD', 'PLN');
  expect(chosen).toMatchObject({ path: 'cross', through: 'EUR', validOn: '2026-11-20' });
  expect(formatDecimal(chosen!.rate)).toBe('3.2');
  const older = chooseRate(RATES, 'USD', 'JPY');
  expect(older).toMatchObject({ path: 'cross', validOn: '2026-11-19' });
  expect(formatDecimal(older!.rate)).toBe('134.583333333333333');
});

test('two sources are both named, the same currency is one to one, and no rate is null', () => {
  const mixed = [known('EURUSD', '1.25'), known('EURPLN', '4', '2026-11-20', 'NBP')];
  expect(chooseRate(mixed, 'USD', 'PLN')?.source).toBe('ECB, NBP');
  expect(chooseRate([], 'EUR', 'EUR')).toMatchObject({ path: 'same', rate: decimal('1') });
  expect(chooseRate(RATES, 'EUR', 'CHF')).toBeNull();
  expect(chooseRate(RATES, 'USD', 'CHF')).toBeNull();
});
