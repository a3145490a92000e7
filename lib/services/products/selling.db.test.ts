import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { createDiscount } from '@/lib/services/accounts/create-discount';
import { getAccount } from '@/lib/services/accounts/get-account';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createOffering } from '@/lib/services/catalogue/create-offering';
import { getOffering } from '@/lib/services/catalogue/get-offering';
import { ensureCycles } from '@/lib/services/cycles/ensure-cycles';
import { getCycle } from '@/lib/services/cycles/get-cycle';
import { listCycles } from '@/lib/services/cycles/list-cycles';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createCustomer } from '@/lib/services/parties/create-party';
import { changeQuantity } from '@/lib/services/products/change-quantity';
import { createProduct } from '@/lib/services/products/create-product';
import { endProduct } from '@/lib/services/products/end-product';
import { listProducts } from '@/lib/services/products/list-products';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('selling');
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

const offering = (slug: string, plan: Record<string, unknown>, currency = 'EUR') => ({
  slug,
  name: slug,
  description: slug,
  category: 'test',
  supplierId: world.partyId,
  taxClass: 'standard',
  validFrom: '2025-01-01',
  prices: [{ name: 'Price', currency, plan }],
});

const SEATS = { key: 'seats', kind: 'recurring', model: 'per_unit', unitPrice: '5.00', prorate: true };

describe('the catalogue', () => {
  test('takes a plan only when it can be rated, and says what is wrong with each part', async () => {
    const tiers = [
      { upTo: '10', unitPrice: '1' },
      { upTo: '5', unitPrice: '1' },
      { upTo: null, unitPrice: 'x' },
    ];
    const wrong = offering('wrong', { key: 'a', kind: 'usage', meter: 'data', model: 'graduated', tiers });
    await expect(createOffering(world.ctx, wrong)).rejects.toMatchObject({
      code: 'invalid_price',
      issues: expect.arrayContaining([
        expect.objectContaining({ code: 'tiers_not_ascending', path: 'prices.0.plan.tiers.1.upTo' }),
        expect.objectContaining({ code: 'invalid_decimal', path: 'prices.0.plan.tiers.2.unitPrice' }),
      ]),
    });
    await expect(createOffering(world.ctx, offering('wrong', SEATS, 'EURO'))).rejects.toMatchObject({
      issues: [{ code: 'unknown_currency', path: 'prices.0.currency' }],
    });
    await expect(createOffering(world.ctx, offering('Wrong name', SEATS))).rejects.toMatchObject({
      code: 'invalid_slug',
    });
    await expect(getOffering(world.ctx, 'wrong')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('keeps a plan as it was read, and each version once', async () => {
    await createOffering(world.ctx, offering('kept', { ...SEATS, unitPrice: '5.10' }));
    const { prices } = await getOffering(world.ctx, 'kept');
    expect(prices.map(({ plan }) => plan)).toEqual([{ ...SEATS, unitPrice: '5.1' }]);
    await expect(createOffering(world.ctx, offering('kept', SEATS))).rejects.toMatchObject({
      code: 'offering_exists',
    });
    await createOffering(world.ctx, { ...offering('kept', SEATS), version: 2 });
    expect((await getOffering(world.ctx, 'kept')).version).toBe(2);
  });

  test('an agreement is signed only on terms that can be settled', async () => {
    const agreement = {
      payerId: world.alpha.id,
      partnerId: world.beta.id,
      role: 'principal',
      currency: 'EUR',
      validFrom: '2025-01-01',
      terms: [{ kind: 'percentage', terms: { ratePercent: '110' } }],
    } as const;
    const refused = createAgreement(world.ctx, { ...agreement, terms: [...agreement.terms] });
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_term',
      issues: [{ code: 'rate_out_of_range' }],
    });
    await expect(createAgreement(world.alpha.ctx, { ...agreement, terms: [] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a product', () => {
  const add = async (reference: string, more: { startedOn?: string; quantity?: string } = {}) => {
    const { id: offeringId } = await getOffering(world.ctx, 'vm');
    const billingAccountId = world.account.id;
    return createProduct(world.ctx, {
      billingAccountId,
      offeringId,
      reference,
      startedOn: '2026-01-01',
      ...more,
    });
  };
  const find = async (reference: string) =>
    (
      await listProducts(world.ctx, {
        ...wholeList,
        q: reference,
        sort: { id: 'startedOn', descending: false },
      })
    ).data.map(({ quantity, startedOn, endedOn, state }) => [quantity, startedOn, endedOn, state]);

  test('changes its quantity on a day: the old part ends and the new one begins with it', async () => {
    const { id } = await add('tenant-7', { quantity: '10' });
    await changeQuantity(world.ctx, { id, quantity: '12.5', from: '2026-03-11' });
    expect(await find('tenant-7')).toEqual([
      ['10', '2026-01-01', '2026-03-11', 'ended'],
      ['12.5', '2026-03-11', null, 'active'],
    ]);
    await expect(changeQuantity(world.ctx, { id, quantity: '1', from: '2026-04-01' })).rejects.toMatchObject({
      code: 'already_ended',
    });
  });

  test('has its reference to itself while it lives', async () => {
    const { id } = await add('tenant-8');
    await expect(add('tenant-8')).rejects.toMatchObject({ code: 'reference_taken' });
    await expect(endProduct(world.ctx, { id, endedOn: '2026-01-01' })).rejects.toMatchObject({
      code: 'invalid_period',
    });
    await endProduct(world.ctx, { id, endedOn: '2026-02-01' });
    await add('tenant-8', { startedOn: '2026-02-01' });
    expect((await find('tenant-8')).length).toBe(2);
    const atOnce = await Promise.allSettled([add('tenant-9'), add('tenant-9'), add('tenant-9')]);
    expect(atOnce.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });

  test('is sold in its account’s currency, in a quantity that is one', async () => {
    const zloty = await createOffering(world.ctx, offering('zloty', SEATS, 'PLN'));
    const input = {
      billingAccountId: world.account.id,
      offeringId: zloty.id,
      reference: 'z',
      startedOn: '2026-01-01',
    };
    await expect(createProduct(world.ctx, input)).rejects.toMatchObject({ code: 'currency_not_offered' });
    await expect(add('tenant-10', { quantity: '-1' })).rejects.toMatchObject({ code: 'invalid_quantity' });
    const elsewhere = { ...input, billingAccountId: '01900000-0000-7000-8000-000000000000' };
    await expect(createProduct(world.ctx, elsewhere)).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a discount is a percentage or an amount of the account’s currency', async () => {
  const discount = { billingAccountId: world.account.id, name: 'Welcome', validFrom: '2026-01-01' };
  for (const [value, code] of [
    [{}, 'one_of_percent_and_amount'],
    [{ percent: '5', amount: '5' }, 'one_of_percent_and_amount'],
    [{ percent: '100.1' }, 'invalid_percent'],
    [{ amount: '1.005' }, 'invalid_amount'],
  ] as const) {
    await expect(createDiscount(world.ctx, { ...discount, ...value })).rejects.toMatchObject({ code });
  }
  await createDiscount(world.ctx, { ...discount, amount: '7.50' });
  const { discounts } = await getAccount(world.acme.ctx, 'ACC-1');
  expect(discounts.map(({ amount, percent }) => [amount, percent])).toEqual([['7.50', null]]);
});

describe('cycles', () => {
  test('open once, as days of their zone and the instants these begin', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => openCycle(world.ctx, world.spec.id, 2)));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    expect(await getCycle(world.ctx, ids[0]!.id)).toMatchObject({
      periodFrom: '2025-03-01',
      periodTo: '2025-04-01',
      fromAt: '2025-02-28T23:00:00.000Z',
      toAt: '2025-03-31T22:00:00.000Z',
      cutOffAt: '2025-04-03T22:00:00.000Z',
      state: 'open',
      phase: 'ended',
      accounts: 1,
      attention: [{ code: 'run_due', count: 1 }],
    });
  });

  test('the running one and the one before it are always there', async () => {
    const first = await ensureCycles(world.ctx);
    const all = await listCycles(world.ctx, wholeList);
    const again = await ensureCycles(world.ctx);
    expect(first.ids).toEqual(expect.arrayContaining(again.ids));
    expect(again.ids).toHaveLength(2);
    expect(await listCycles(world.ctx, wholeList)).toEqual(all);
    const running = (await listCycles(world.ctx, { ...wholeList, filters: { phase: ['running'] } })).data;
    expect(running.map(({ periodFrom, attention }) => [periodFrom, attention])).toEqual([['2026-03-01', []]]);
    await expect(ensureCycles(world.alpha.ctx)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('a short name is taken once per kind of party', async () => {
  const acme = {
    slug: 'acme',
    name: 'Acme',
    legalName: 'Acme',
    country: 'PL',
    vatId: null,
    address: { street: 's', town: 't', postcode: 'p' },
  };
  await expect(createCustomer(world.ctx, acme)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'slug_taken',
  });
  await expect(createCustomer(world.ctx, { ...acme, slug: 'x', country: 'Poland' })).rejects.toMatchObject({
    code: 'invalid_country',
  });
});
