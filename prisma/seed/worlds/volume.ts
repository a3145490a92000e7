import {
  type BulkAccount,
  type BulkProduct,
  type BulkTotal,
  insertPortfolio,
} from '@/lib/db/bulk/insert-portfolio';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createMeter } from '@/lib/services/catalogue/create-meter';
import { createOffering } from '@/lib/services/catalogue/create-offering';
import { createTaxRate } from '@/lib/services/catalogue/create-tax-rate';
import { createCustomer, createPartner } from '@/lib/services/parties/create-party';
import { buildCycles, type SeededSpec } from '@/prisma/seed/builders/cycles';
import { actingAt, buildOperator, type World } from '@/prisma/seed/builders/world';

export type VolumeOptions = {
  slug: string;
  accounts: number;
  /** Bill lines of each account in the open cycle; every fourth product is one that a partner's usage pays for. */
  lines: number;
  now: string;
};

export type VolumeWorld = { world: World; spec: SeededSpec };

/**
 * Many accounts alike, to measure with: the catalogue by the services, the accounts by COPY, so that 10,000 accounts of ten lines
 * take seconds. Usage is there as running totals of the open cycle, without its events.
 */
export async function buildVolume({ slug, accounts, lines, now }: VolumeOptions): Promise<VolumeWorld> {
  const world = await buildOperator({ ...OPERATOR, slug, name: slug }, now);
  const spec = await buildCycles(world, {
    name: 'Monthly',
    anchorOn: '2024-01-01',
    frequency: 'monthly',
    timeZone: 'Europe/Warsaw',
    cutOffDays: 0,
  });
  const catalogue = await buildCatalogue(world);
  const customer = await createCustomer(actingAt(world, now), {
    ...PARTY,
    slug: 'customer',
    name: 'Customer',
  });
  const scope = { operatorId: world.operatorId, partnerId: null, customerId: null };
  for (let from = 0; from < accounts; from += ACCOUNTS_PER_TRANSACTION) {
    const count = Math.min(ACCOUNTS_PER_TRANSACTION, accounts - from);
    const rows = portfolio(
      Array.from({ length: count }, (_, n) => from + n),
      lines,
      spec,
      catalogue,
      customer.id,
    );
    await withTenantSql(scope, (sql) => insertPortfolio(sql, world.operatorId, rows));
  }
  return { world, spec };
}

const ACCOUNTS_PER_TRANSACTION = 2000;

function portfolio(
  numbers: readonly number[],
  lines: number,
  spec: SeededSpec,
  catalogue: readonly Sold[],
  customerId: string,
): { accounts: BulkAccount[]; products: BulkProduct[]; totals: BulkTotal[] } {
  const accounts: BulkAccount[] = [];
  const products: BulkProduct[] = [];
  const totals: BulkTotal[] = [];
  const openedOn = spec.open.period.from;
  for (const number of numbers) {
    const id = newId();
    const name = `Account ${number}`;
    const terms = {
      currency: 'EUR',
      timeZone: spec.timeZone,
      cycleSpecId: spec.id,
      country: 'PL',
      vatId: null,
    };
    accounts.push({ id, customerId, number: `V-${number}`, name, ...terms, openedOn });
    for (let line = 0; line < lines; line += 1) {
      const sold = catalogue[line % catalogue.length]!;
      const product = {
        id: newId(),
        reference: `V-${number}-${line}`,
        name: sold.name,
        quantity: `${1 + (line % 5)}`,
      };
      const { offeringId, priceId } = sold;
      products.push({ ...product, billingAccountId: id, offeringId, priceId, startedOn: openedOn });
      if (sold.meterId === null) continue;
      const quantity = `${(number * 37 + line * 11) % 2500}.${(number * 7 + line) % 1000}`;
      const total = { productId: product.id, meterId: sold.meterId, periodFrom: openedOn };
      totals.push({ billingAccountId: id, ...total, quantity, maximum: quantity, eventCount: 1 });
    }
  }
  return { accounts, products, totals };
}

type Sold = { name: string; offeringId: string; priceId: string; meterId: string | null };

async function buildCatalogue(world: World): Promise<Sold[]> {
  const ctx = actingAt(world, world.now);
  const validFrom = '2024-01-01';
  await createTaxRate(ctx, {
    country: 'PL',
    taxClass: 'standard',
    category: 'S',
    ratePpm: 230_000n,
    validFrom,
  });
  const meter = await createMeter(ctx, {
    key: 'units',
    name: 'Units',
    unit: 'u',
    aggregation: 'sum',
    dimensions: [],
  });
  const partner = await createPartner(ctx, { ...PARTY, slug: 'partner', name: 'Partner', ratingMode: 'hub' });
  const agreement = await createAgreement(ctx, {
    payerId: world.operatorPartyId,
    partnerId: partner.id,
    role: 'principal',
    currency: 'EUR',
    validFrom,
    terms: [{ kind: 'percentage', terms: { ratePercent: '70' } }],
  });
  const sell = async (name: string, plan: Record<string, unknown>, isPartners: boolean): Promise<Sold> => {
    const offering = await createOffering(ctx, {
      slug: name.toLowerCase(),
      name,
      description: name,
      category: 'volume',
      supplierId: isPartners ? partner.id : world.operatorPartyId,
      taxClass: 'standard',
      validFrom,
      chain: isPartners ? [agreement.id] : [],
      prices: [{ name, currency: 'EUR', plan }],
    });
    const meterId = plan.kind === 'usage' ? meter.id : null;
    return { name, offeringId: offering.id, priceId: offering.prices[0]!.id, meterId };
  };
  return [
    await sell(
      'Plan',
      { key: 'plan', kind: 'recurring', model: 'flat', amount: '9.90', prorate: true },
      false,
    ),
    await sell(
      'Seats',
      { key: 'seats', kind: 'recurring', model: 'per_unit', unitPrice: '3.25', prorate: true },
      false,
    ),
    await sell(
      'Usage',
      { key: 'usage', kind: 'usage', meter: 'units', model: 'graduated', tiers: TIERS },
      false,
    ),
    await sell(
      'Metered',
      { key: 'metered', kind: 'usage', meter: 'units', model: 'per_unit', unitPrice: '0.0125' },
      true,
    ),
  ];
}

const TIERS = [
  { upTo: '1000', unitPrice: '0.02', flatFee: '1.00' },
  { upTo: null, unitPrice: '0.0125' },
];

const PARTY = {
  legalName: 'Volume sp. z o.o.',
  country: 'PL',
  vatId: 'PL5260001246',
  address: { street: 'Main Street 1', town: 'Warszawa', postcode: '00-001' },
};

const OPERATOR = { ...PARTY, email: null, currency: 'EUR', timeZone: 'Europe/Warsaw' };
