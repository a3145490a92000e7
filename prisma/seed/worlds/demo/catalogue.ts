import { createMeter } from '@/lib/services/catalogue/create-meter';
import {
  createOffering,
  type OfferingInput,
  type PriceInput,
} from '@/lib/services/catalogue/create-offering';
import { createTaxRate } from '@/lib/services/catalogue/create-tax-rate';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import { CAMERA_SITES, type DemoPartners } from '@/prisma/seed/worlds/demo/partners';

export type DemoOfferings = Record<
  'internet' | 'voice' | 'router' | 'support' | 'iot' | 'endpoint' | 'threat' | 'cloud' | 'power' | 'camera',
  string
>;

/** What Meridian sells: its own services, and those of its partners under their names. */
export async function buildCatalogue(world: World, partners: DemoPartners): Promise<DemoOfferings> {
  const ctx = actingAt(world, world.now);
  for (const meter of METERS) await createMeter(ctx, meter);
  for (const [country, ratePpm] of VAT) {
    const rate = { country, taxClass: 'standard', category: 'S', ratePpm, validFrom: '2024-01-01' };
    await createTaxRate(ctx, rate);
  }
  const { skymesh, cumulus, aegis, sentinel, clearcast, voltgrid } = partners;
  const add = async (offering: Omit<OfferingInput, 'taxClass' | 'validFrom'>) =>
    (await createOffering(ctx, { ...offering, taxClass: 'standard', validFrom: '2024-01-01' })).id;
  const own = { supplierId: world.operatorPartyId };
  const offerings: DemoOfferings = {
    internet: await add({ ...own, ...INTERNET }),
    voice: await add({ ...own, ...VOICE }),
    router: await add({ ...own, ...ROUTER }),
    support: await add({ ...own, ...SUPPORT }),
    iot: await add({ ...IOT, supplierId: skymesh.id, chain: [skymesh.agreementId] }),
    endpoint: await add({ ...ENDPOINT, supplierId: aegis.id, chain: [aegis.agreementId] }),
    threat: await add({ ...THREAT, supplierId: aegis.id, chain: [aegis.agreementId, sentinel.agreementId] }),
    cloud: await add({ ...CLOUD, supplierId: cumulus.id, chain: [cumulus.agreementId] }),
    power: await add({ ...POWER, supplierId: voltgrid.id, chain: [voltgrid.agreementId] }),
    camera: await add({
      ...CAMERA,
      supplierId: aegis.id,
      chain: [aegis.agreementId, clearcast.agreementId, sentinel.agreementId],
    }),
  };
  return offerings;
}

const METERS = [
  { key: 'voice_minutes', name: 'Voice minutes', unit: 'min', aggregation: 'sum', dimensions: ['country'] },
  { key: 'iot_data', name: 'IoT data', unit: 'MB', aggregation: 'sum', dimensions: [] },
  { key: 'iot_sms', name: 'IoT messages', unit: 'SMS', aggregation: 'sum', dimensions: [] },
];

const VAT: [string, bigint][] = [
  ['PL', 230_000n],
  ['DE', 190_000n],
  ['IE', 230_000n],
  ['NL', 210_000n],
  ['SE', 250_000n],
  ['DK', 250_000n],
];

type Plan = Record<string, unknown>;
type ByCurrency = Partial<Record<'EUR' | 'PLN' | 'USD', Plan>>;

/** One component in several currencies: what they share, and what differs. */
const price = (name: string, shared: Plan, byCurrency: ByCurrency): PriceInput[] =>
  Object.entries(byCurrency).map(([currency, own]) => ({ name, currency, plan: { ...shared, ...own } }));

const INTERNET = {
  slug: 'business-internet',
  name: 'Business Internet 1 Gb/s',
  description: 'Symmetric fibre with a fixed address and a four-hour repair time.',
  category: 'connectivity',
  prices: [
    ...price(
      'Monthly charge',
      { key: 'monthly', kind: 'recurring', model: 'flat', prorate: true },
      { EUR: { amount: '89.00' }, PLN: { amount: '379.00' }, USD: { amount: '99.00' } },
    ),
    ...price(
      'Installation',
      { key: 'installation', kind: 'one_time', model: 'flat' },
      { EUR: { amount: '49.00' }, PLN: { amount: '199.00' }, USD: { amount: '59.00' } },
    ),
  ],
};

const perMinute = (first: string, beyond: string): Plan => ({
  tiers: [
    { upTo: '500', unitPrice: first },
    { upTo: null, unitPrice: beyond },
  ],
});

const VOICE = {
  slug: 'business-voice',
  name: 'Business Voice',
  description: 'A line with national calls in packages and calls abroad by the minute.',
  category: 'voice',
  prices: [
    ...price(
      'Line',
      { key: 'line', kind: 'recurring', model: 'per_unit', prorate: true },
      { EUR: { unitPrice: '6.50' }, PLN: { unitPrice: '27.00' }, USD: { unitPrice: '7.50' } },
    ),
    ...price(
      'National calls, packs of 250 minutes',
      {
        key: 'national',
        kind: 'usage',
        meter: 'voice_minutes',
        model: 'package',
        size: '250',
        includedUnits: '250',
      },
      {
        EUR: { amount: '4.00', when: { country: ['DE', 'PL'] } },
        PLN: { amount: '16.00', when: { country: ['PL'] } },
        USD: { amount: '5.00', when: { country: ['US'] } },
      },
    ),
    ...price(
      'Calls to neighbours',
      {
        key: 'neighbours',
        kind: 'usage',
        meter: 'voice_minutes',
        model: 'graduated',
        when: { country: ['AT', 'CA', 'CZ', 'DE', 'GB', 'MX', 'NL', 'SK'] },
      },
      { EUR: perMinute('0.045', '0.032'), PLN: perMinute('0.19', '0.135'), USD: perMinute('0.05', '0.036') },
    ),
    ...price(
      'Calls to the rest of the world',
      { key: 'world', kind: 'usage', meter: 'voice_minutes', model: 'per_unit' },
      { EUR: { unitPrice: '0.2475' }, PLN: { unitPrice: '1.06' }, USD: { unitPrice: '0.2750' } },
    ),
  ],
};

const ROUTER = {
  slug: 'managed-router',
  name: 'Managed Router',
  description: 'A router per site, watched and replaced by us.',
  category: 'managed services',
  prices: price(
    'Per router',
    { key: 'router', kind: 'recurring', model: 'per_unit', prorate: true },
    { EUR: { unitPrice: '18.90' }, PLN: { unitPrice: '79.90' }, USD: { unitPrice: '21.90' } },
  ),
};

const SUPPORT = {
  slug: 'support-plus',
  name: 'Support Plus',
  description: 'A named engineer, day and night. A started month is charged whole.',
  category: 'managed services',
  prices: price(
    'Monthly charge',
    { key: 'monthly', kind: 'recurring', model: 'flat', prorate: false },
    { EUR: { amount: '140.00' }, PLN: { amount: '590.00' }, USD: { amount: '150.00' } },
  ),
};

const dataTiers = (first: string, second: string, third: string): Plan => ({
  tiers: [
    { upTo: '1000', unitPrice: first },
    { upTo: '10000', unitPrice: second },
    { upTo: null, unitPrice: third },
  ],
});

const IOT = {
  slug: 'iot-connect',
  name: 'SkyMesh IoT Connect',
  description: 'SIMs that roam on 400 networks; data by graduated price, messages in packs.',
  category: 'iot',
  prices: [
    ...price(
      'Active SIMs',
      { key: 'sims', kind: 'recurring', model: 'per_unit', prorate: true },
      { EUR: { unitPrice: '0.85' }, PLN: { unitPrice: '3.60' }, USD: { unitPrice: '0.95' } },
    ),
    ...price(
      'Data',
      { key: 'data', kind: 'usage', meter: 'iot_data', model: 'graduated' },
      {
        EUR: dataTiers('0.0120', '0.0085', '0.0050'),
        PLN: dataTiers('0.0510', '0.0360', '0.0215'),
        USD: dataTiers('0.0130', '0.0092', '0.0055'),
      },
    ),
    ...price(
      'Messages, packs of 100',
      {
        key: 'messages',
        kind: 'usage',
        meter: 'iot_sms',
        model: 'package',
        size: '100',
        includedUnits: '100',
      },
      { EUR: { amount: '4.90' }, PLN: { amount: '20.90' }, USD: { amount: '5.40' } },
    ),
  ],
};

const seats = (few: string, some: string, many: string): Plan => ({
  tiers: [
    { upTo: '24', unitPrice: few },
    { upTo: '99', unitPrice: some },
    { upTo: null, unitPrice: many },
  ],
});

const ENDPOINT = {
  slug: 'aegis-endpoint',
  name: 'Aegis Endpoint Protection',
  description: 'Per seat; the price of all seats falls as there are more of them.',
  category: 'security',
  prices: price(
    'Seats',
    { key: 'seats', kind: 'recurring', model: 'volume', prorate: true },
    {
      EUR: seats('6.90', '5.90', '4.90'),
      PLN: seats('29.00', '25.00', '20.90'),
      USD: seats('7.50', '6.40', '5.30'),
    },
  ),
};

const THREAT = {
  slug: 'aegis-threat-intelligence',
  name: 'Aegis Threat Intelligence',
  description: 'Feeds of Sentinel Labs inside Aegis Endpoint Protection.',
  category: 'threat intelligence',
  prices: price(
    'Seats',
    { key: 'seats', kind: 'recurring', model: 'per_unit', prorate: true },
    { EUR: { unitPrice: '3.40' }, PLN: { unitPrice: '14.50' }, USD: { unitPrice: '3.70' } },
  ),
};

/** New in the catalogue: two partners at one level, and one below one of them. */
const CAMERA = {
  slug: 'guarded-camera-site',
  name: 'Guarded Camera Site',
  description:
    'Cameras by Aegis with the threat feeds of Sentinel Labs, streamed and kept by Clearcast Video.',
  category: CAMERA_SITES,
  prices: price(
    'Site',
    { key: 'site', kind: 'recurring', model: 'per_unit', prorate: true },
    { EUR: { unitPrice: '129.00' }, PLN: { unitPrice: '549.00' } },
  ),
};

/** Charges come with the partner's bill, so it has no price of ours. */
const CLOUD = {
  slug: 'cumulus-cloud',
  name: 'Cumulus Cloud',
  description: 'Compute, storage and databases, charged by Cumulus as it measures them.',
  category: 'cloud',
  prices: [],
};

/** What Voltgrid's meter readings are here. */
const POWER = {
  slug: 'voltgrid-power',
  name: 'Voltgrid Power',
  description: 'Electricity as Voltgrid reads its meters.',
  category: 'energy',
  prices: [],
};
