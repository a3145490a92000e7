import { expect, test } from 'vitest';
import { focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { focusVersionOf, otherVersion } from '@/lib/integrations/partner-bills/focus-version';
import { recogniseFormat } from '@/lib/integrations/partner-bills/recognise-format';

const of10 = focusFile([]).toString().trim().split(',');
const of11 = [...of10, 'SkuMeter', 'ServiceSubcategory', 'x_Own'];
const of12 = [...of11, 'InvoiceId', 'PricingCurrency', 'PricingCurrencyEffectiveCost'];

test('a version is known by the columns it added, whatever their case', () => {
  expect([of10, of11, of12].map(focusVersionOf)).toEqual(['1.0', '1.1', '1.2']);
  expect(focusVersionOf(of12.map((name) => name.toLowerCase()))).toBe('1.2');
  expect(focusVersionOf(['Kunde', 'Betrag', 'InvoiceId'])).toBeNull();
});

test('a file of another version than said is told, with the columns that show it', () => {
  expect(otherVersion('focus-1.2', of12)).toBeNull();
  expect(otherVersion('focus-1.0', of12)).toBe(
    'The file was sent as FOCUS 1.0 and is FOCUS 1.2: it has InvoiceId, PricingCurrency, PricingCurrencyEffectiveCost. It was read by its columns; send the next one as focus-1.2.',
  );
  expect(otherVersion('focus-1.1', of10)).toMatch(
    /is FOCUS 1\.0: it has none of the columns that 1\.1 added/,
  );
});

test('a file is what its first bytes say', () => {
  const text = Buffer.from('a,b\n');
  expect(recogniseFormat(text, of11)).toBe('focus-1.1');
  expect(recogniseFormat(text, ['Kunde', 'Betrag'])).toBe('csv');
  expect(recogniseFormat(text, null)).toBe('csv');
  expect(recogniseFormat(Buffer.from('<?xml version="1.0"?>'), null)).toBe('ubl');
  expect(recogniseFormat(Buffer.from('\ufeff [{"id":"1"}]'), null)).toBe('tmf678');
});
