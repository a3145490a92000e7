import { describe, expect, test } from 'vitest';
import { civilDate } from '@/lib/domain/period/civil-date';
import { determineTax, type TaxQuestion } from '@/lib/domain/tax/determine-tax';
import type { TaxParty, TaxRate } from '@/lib/domain/tax/tax-party';

const business = (country: string, vatId: string | null = `${country}1`): TaxParty => ({
  country,
  vatId,
  isBusiness: true,
});
const consumer = (country: string): TaxParty => ({ country, vatId: null, isBusiness: false });
const rate = (country: string, ratePpm: bigint, from = '2000-01-01', to: string | null = null): TaxRate => ({
  country,
  productTaxClass: 'standard',
  category: 'S',
  ratePpm,
  from: civilDate(from),
  to: to === null ? null : civilDate(to),
});

// Germany: 16 % from 1 July to 31 December 2020, 19 % around it.
const RATES = [
  rate('DE', 190_000n, '2007-01-01', '2020-07-01'),
  rate('DE', 160_000n, '2020-07-01', '2021-01-01'),
  rate('DE', 190_000n, '2021-01-01'),
  rate('PL', 230_000n),
  rate('CH', 81_000n),
];

function treat(seller: TaxParty, buyer: TaxParty, rest: Partial<TaxQuestion> = {}) {
  return determineTax({
    seller,
    buyer,
    productTaxClass: 'standard',
    rates: RATES,
    on: civilDate('2026-02-01'),
    ...rest,
  });
}

describe('the place of supply decides', () => {
  test.each([
    ['at home, business', business('DE'), business('DE'), 'S', 190_000n, null],
    ['at home, consumer', business('DE'), consumer('DE'), 'S', 190_000n, null],
    ['at home outside the EU', business('CH', null), business('CH'), 'S', 81_000n, null],
    ['across the EU to a business', business('DE'), business('PL'), 'AE', 0n, 'VATEX-EU-AE'],
    ['across the EU to a consumer', business('DE'), consumer('PL'), 'S', 230_000n, null],
    ['out of the EU', business('DE'), business('US', null), 'O', 0n, 'VATEX-EU-O'],
    ['out of the EU, consumer', business('DE'), consumer('US'), 'O', 0n, 'VATEX-EU-O'],
    ['into the EU to a business', business('US', null), business('DE'), 'O', 0n, 'VATEX-EU-O'],
    ['into the EU to a consumer', business('US'), consumer('DE'), 'S', 190_000n, null],
  ])('%s', (_case, seller, buyer, category, ratePpm, reasonCode) => {
    const result = treat(seller, buyer);
    expect(result).toMatchObject({ ok: true, value: { category, ratePpm, reasonCode } });
  });

  test('a zero rate brings its reason', () => {
    const exempt = {
      ...rate('DE', 0n),
      category: 'E' as const,
      reasonCode: 'VATEX-EU-132',
      reason: 'Exempt',
    };
    const result = treat(business('DE'), business('DE'), { rates: [exempt] });
    expect(result).toMatchObject({
      ok: true,
      value: { category: 'E', ratePpm: 0n, reasonCode: 'VATEX-EU-132' },
    });
  });
});

test.each([
  ['2020-06-30', 190_000n],
  ['2020-07-01', 160_000n],
  ['2020-12-31', 160_000n],
  ['2021-01-01', 190_000n],
])('the rate of the tax point: on %s it is %s', (on, ratePpm) => {
  const result = treat(business('DE'), business('DE'), { on: civilDate(on) });
  expect(result).toMatchObject({ ok: true, value: { ratePpm } });
});

describe('what is missing is named, not guessed', () => {
  test.each([
    ['a country of the buyer', business('DE'), business(''), {}, 'buyer.country'],
    ['a country of the seller', business('Germany'), business('DE'), {}, 'seller.country'],
    ['a rate for the class', business('DE'), business('DE'), { productTaxClass: 'books' }, 'rates'],
    ['a rate on the day', business('DE'), business('DE'), { on: civilDate('2001-01-01') }, 'rates'],
    ['a VAT id of a business across the EU', business('DE'), business('PL', null), {}, 'buyer.vatId'],
    ['a VAT id that is only blanks', business('DE'), business('PL', '  '), {}, 'buyer.vatId'],
    ['a VAT id of the seller, to reverse', business('DE', null), business('PL'), {}, 'seller.vatId'],
    ['a VAT id of the seller, to charge', business('DE', null), business('DE'), {}, 'seller.vatId'],
  ])('%s', (_case, seller, buyer, rest, path) => {
    const result = treat(seller, buyer, rest);
    expect(result).toMatchObject({
      ok: false,
      issues: [{ code: 'missing_tax_data', severity: 'error', path }],
    });
  });
});
