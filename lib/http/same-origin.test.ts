import { describe, expect, test } from 'vitest';
import { requireSameOrigin } from '@/lib/http/same-origin';

const check = (headers: Record<string, string>) => () =>
  requireSameOrigin(new Headers({ host: 'bills.example:3000', ...headers }));

describe('requireSameOrigin', () => {
  test.each([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://bills.example:3000' },
    { origin: 'https://hub.example', 'x-forwarded-host': 'hub.example' },
  ])('lets our own pages through: %j', (headers) => {
    expect(check(headers)).not.toThrow();
  });

  test.each([
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://bills.example:3000' },
    { origin: 'http://evil.example' },
    { origin: 'http://bills.example' },
    { origin: 'null' },
  ])('refuses everything else: %j', (headers) => {
    expect(check(headers)).toThrow(expect.objectContaining({ code: 'cross_origin' }));
  });
});
