import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { createAccount } from '@/lib/services/accounts/create-account';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createMeter } from '@/lib/services/catalogue/create-meter';
import { createOffering } from '@/lib/services/catalogue/create-offering';
import type { ServiceContext } from '@/lib/services/context';
import { createCycleSpec } from '@/lib/services/cycles/create-cycle-spec';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { createOperator } from '@/lib/services/operators/create-operator';
import { createCustomer, createPartner } from '@/lib/services/parties/create-party';
import { createProduct } from '@/lib/services/products/create-product';

export type SmallWorld = Awaited<ReturnType<typeof createSmallWorld>>;

const address = { street: 'Main Street 1', town: 'Warszawa', postcode: '00-001' };

/**
 * One operator, made by the services as a real one is: partners `alpha` and `beta` with a metered offering each, a customer
 * `acme` with account ACC-1 (EUR, day 1, Europe/Warsaw) and products `alpha-sim`, `beta-vm` and the operator's own `own-line`.
 */
export async function createSmallWorld(slug: string, now = '2026-03-20T12:00:00Z') {
  const { operatorId, partyId } = await createOperator({
    slug,
    name: slug,
    legalName: `${slug} S.A.`,
    country: 'PL',
    vatId: 'PL5260001246',
    address,
    email: null,
    currency: 'EUR',
    timeZone: 'Europe/Warsaw',
  });
  const ctx: ServiceContext = { actor: systemActor(operatorId), now };
  const alpha = await addPartner(ctx, partyId, 'alpha');
  const beta = await addPartner(ctx, partyId, 'beta');
  await createMeter(ctx, {
    key: 'data',
    name: 'Data',
    unit: 'MB',
    aggregation: 'sum',
    dimensions: ['country'],
  });
  await createMeter(ctx, { key: 'calls', name: 'Calls', unit: 'min', aggregation: 'sum', dimensions: [] });
  const spec = await createCycleSpec(ctx, {
    name: 'Monthly, day 1',
    anchorOn: '2025-01-01',
    frequency: 'monthly',
    timeZone: 'Europe/Warsaw',
    cutOffDays: 3,
  });
  const customer = await createCustomer(ctx, party('acme', 'PL'));
  const account = await createAccount(ctx, {
    customerId: customer.id,
    number: 'ACC-1',
    name: 'Acme',
    currency: 'EUR',
    cycleSpecId: spec.id,
    openedOn: '2025-01-01',
  });
  const sim = await addOffering(ctx, 'sim', alpha.id, [alpha.agreementId], { DE: true });
  const vm = await addOffering(ctx, 'vm', beta.id, [beta.agreementId]);
  const line = await addOffering(ctx, 'line', partyId, []);
  const product = (offeringId: string, reference: string) =>
    createProduct(ctx, { billingAccountId: account.id, offeringId, reference, startedOn: '2025-01-01' });
  const products = {
    sim: await product(sim.id, 'alpha-sim'),
    vm: await product(vm.id, 'beta-vm'),
    line: await product(line.id, 'own-line'),
  };
  const as = (audience: Actor['audience'], id: string | null): ServiceContext => ({
    ...ctx,
    actor: { ...ctx.actor, kind: 'key', id: id ?? operatorId, name: slug, audience, partyId: id },
  });
  return {
    operatorId,
    partyId,
    ctx,
    alpha: { ...alpha, ctx: as('partner', alpha.id) },
    beta: { ...beta, ctx: as('partner', beta.id) },
    acme: { ...customer, ctx: as('customer', customer.id) },
    account,
    spec,
    products,
    as,
  };
}

const party = (slug: string, country: string) => ({
  slug,
  name: slug,
  legalName: `${slug} Ltd`,
  country,
  vatId: `${country}1234563218`,
  address,
});

async function addPartner(ctx: ServiceContext, operatorPartyId: string, slug: string) {
  const { id } = await createPartner(ctx, { ...party(slug, 'DE'), ratingMode: 'hub' });
  const agreement = await createAgreement(ctx, {
    payerId: operatorPartyId,
    partnerId: id,
    role: 'agent',
    currency: 'EUR',
    validFrom: '2025-01-01',
    terms: [{ kind: 'percentage', terms: { ratePercent: '70' } }],
  });
  return { id, agreementId: agreement.id };
}

function addOffering(
  ctx: ServiceContext,
  slug: string,
  supplierId: string,
  chain: string[],
  countries?: Record<string, boolean>,
) {
  const when = countries ? { when: { country: Object.keys(countries) } } : {};
  return createOffering(ctx, {
    slug,
    name: slug,
    description: slug,
    category: 'connectivity',
    supplierId,
    taxClass: 'standard',
    validFrom: '2025-01-01',
    chain,
    prices: [
      {
        name: 'Data',
        currency: 'EUR',
        plan: { key: 'data', kind: 'usage', meter: 'data', model: 'per_unit', unitPrice: '0.01', ...when },
      },
    ],
  });
}

export type SmallWorldKeys = Record<'operator' | 'alpha' | 'beta' | 'acme', string>;

/** An API key of each party, as the routes ask for one. */
export async function createKeys(world: SmallWorld): Promise<SmallWorldKeys> {
  const keyOf = async (audience: 'operator' | 'partner' | 'customer', partyId: string | null) =>
    (await createApiKey(world.ctx, { name: audience, audience, partyId, role: 'billing' })).key;
  return {
    operator: await keyOf('operator', null),
    alpha: await keyOf('partner', world.alpha.id),
    beta: await keyOf('partner', world.beta.id),
    acme: await keyOf('customer', world.acme.id),
  };
}
