import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createOffering } from '@/lib/services/catalogue/create-offering';
import { showShares } from '@/lib/services/catalogue/show-shares';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('meridian');
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const price = (currency: string) => ({
  name: 'Seat',
  currency,
  plan: { key: 'seat', kind: 'recurring', model: 'per_unit', unitPrice: '10' },
});

const offering = (slug: string, supplierId: string, chain: string[], currencies: string[]) =>
  createOffering(world.ctx, {
    slug,
    name: slug,
    description: slug,
    category: 'security',
    supplierId,
    taxClass: 'standard',
    validFrom: '2025-01-01',
    chain,
    prices: currencies.map(price),
  });

const kept = (example: { shares: { name: string; amount: string }[] } | undefined) =>
  example?.shares.map(({ name, amount }) => [name, amount]);

test('100 go down the chain by its terms: 70 % to the first, half of that to the next', async () => {
  const { id } = await createAgreement(world.ctx, {
    payerId: world.alpha.id,
    partnerId: world.beta.id,
    role: 'principal',
    currency: 'EUR',
    validFrom: '2025-01-01',
    terms: [{ kind: 'percentage', terms: { ratePercent: '50' } }],
  });
  await offering('bundle', world.alpha.id, [world.alpha.agreementId, id], ['EUR', 'JPY']);
  const { chain, examples } = await showShares(world.ctx, 'bundle');
  expect(chain.map(({ agreement }) => agreement.partner.name)).toEqual(['alpha', 'beta']);
  expect(examples.map(({ currency, amount }) => [currency, amount])).toEqual([
    ['EUR', '100.00'],
    ['JPY', '100'],
  ]);
  expect(kept(examples[0])).toEqual([
    ['meridian', '30.00'],
    ['alpha', '35.00'],
    ['beta', '35.00'],
  ]);
});

test('a term in euros says nothing of a price in dollars', async () => {
  const { id } = await createAgreement(world.ctx, {
    payerId: world.partyId,
    partnerId: world.beta.id,
    role: 'principal',
    currency: 'EUR',
    validFrom: '2026-01-01',
    terms: [{ kind: 'fixed_per_unit', terms: { amountPerUnit: '4.50' } }],
  });
  await offering('licence', world.beta.id, [id], ['EUR', 'USD']);
  const { examples } = await showShares(world.ctx, 'licence');
  expect(examples.map(({ currency }) => currency)).toEqual(['EUR']);
  expect(kept(examples[0])).toEqual([
    ['meridian', '95.50'],
    ['beta', '4.50'],
  ]);
});

test('the operator’s own offering passes nothing on, and another’s is not found', async () => {
  const { chain, examples } = await showShares(world.ctx, 'line');
  expect(chain).toEqual([]);
  expect(kept(examples[0])).toEqual([['meridian', '100.00']]);
  const other = await createSmallWorld('other');
  await expect(showShares(other.ctx, 'bundle')).rejects.toMatchObject({ code: 'not_found' });
});
