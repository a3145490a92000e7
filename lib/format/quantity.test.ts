import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatPercent, formatPpm, formatQuantity } from '@/lib/format/quantity';

test('a quantity keeps all its decimals and drops empty ones', () => {
  expect(formatQuantity('12345.678', 'en', 'GB')).toBe('12,345.678\u00a0GB');
  expect(formatQuantity('21.000', 'en')).toBe('21');
  expect(formatQuantity('0.000000000000001', 'en')).toBe('0.000000000000001');
  expect(formatQuantity('-3', 'en')).toBe('−3');
});

test('counts', () => {
  expect(formatCount(100000, 'en')).toBe('100,000');
});

test('per cent shows the digits the ratio has', () => {
  expect(formatPercent('0.23', 'en')).toBe('23%');
  expect(formatPercent('0.013', 'en')).toBe('1.3%');
  expect(formatPercent('-0.5', 'en')).toBe('−50%');
});

test('parts per million', () => {
  expect(formatPpm(230000n, 'en')).toBe('23%');
  expect(formatPpm('1', 'en')).toBe('0.0001%');
  expect(formatPpm(0n, 'en')).toBe('0%');
});

test('bytes', () => {
  expect(formatBytes(1_536_000, 'en')).toBe('1.5 MB');
  expect(formatBytes(0, 'en')).toBe('0 byte');
});
