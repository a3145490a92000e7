import { expect, test } from 'vitest';
import { type AccountHoldKind, holdCause } from '@/lib/domain/billing/hold-cause';

const error = (code: string) => ({ code, severity: 'error' as const });
const warning = { code: 'jump_beyond_history', severity: 'warning' as const };
const missing = error('missing_partner_bill');

test.each<[{ code: string; severity: 'error' | 'warning' }[], AccountHoldKind | null, string | null]>([
  [[], null, null],
  [[warning], null, null],
  [[warning], 'hold', 'person'],
  [[missing], null, 'check'],
  [[missing], 'hold', 'person'],
  [[missing], 'release', null],
  [[], 'release', null],
])('%j, and a person said %s: %s', (issues, said, cause) => {
  expect(holdCause(issues, said)).toBe(cause);
});

test.each([
  'calculation_failed',
  'share_not_summing',
  'missing_tax_data',
  'unknown_price',
  'unrated_usage',
  'stale_draft',
  'a code that is yet to be thought of',
])('no person releases %s', (code) => {
  for (const said of [null, 'hold', 'release'] as const) {
    expect(holdCause([missing, error(code)], said)).toBe('integrity');
  }
});
