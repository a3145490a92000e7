import { expect, test } from 'vitest';
import { fixOf } from '@/components/run/fix-of';

const id = '0199e1a0-0000-7000-8000-000000000001';

test.each([
  ['missing_partner_bill', `partners.${id}`, 'partner', `/operator/partners/${id}`],
  ['usage_in_suspense', `products.${id}`, 'suspense', '/operator/usage/suspense'],
  ['no_usage', `products.${id}`, 'product', '/operator/accounts/A-1'],
  ['expired_price', `prices.${id}`, 'offerings', '/operator/offerings'],
  ['jump_beyond_history', 'total', 'account', '/operator/accounts/A-1'],
  ['anything', 'partners.not-an-id', 'account', '/operator/accounts/A-1'],
])('%s at %s leads to the %s', (code, path, place, href) => {
  expect(fixOf({ code, path, account: 'A-1' })).toEqual({ place, href });
});
