import { createAccount } from '@/lib/services/accounts/create-account';
import { createDiscount } from '@/lib/services/accounts/create-discount';
import { createCustomer, type PartyInput } from '@/lib/services/parties/create-party';
import type { SeededSpec } from '@/prisma/seed/builders/cycles';
import { actingAt, type World } from '@/prisma/seed/builders/world';

export type DemoSpecs = Record<'warsaw' | 'berlin' | 'newYork', SeededSpec>;

export type DemoAccount = {
  id: string;
  number: string;
  customerId: string;
  currency: string;
  spec: SeededSpec;
};

const accounts = [
  ['sunbird', 'SB-1001', 'SunBird Media, New York', 'USD', 'newYork'],
  ['sunbird', 'SB-1002', 'SunBird Studios, Brooklyn', 'USD', 'newYork'],
  ['harbor', 'HP-7001', 'Harbor & Pine, Portland', 'USD', 'newYork'],
  ['vistula', 'VL-2001', 'Vistula Logistics, Warszawa', 'PLN', 'warsaw'],
  ['vistula', 'VL-2002', 'Vistula Logistics, international', 'EUR', 'warsaw'],
  ['baltic', 'BF-3001', 'Baltic Foods, Gdynia', 'PLN', 'warsaw'],
  ['galicia', 'GH-8001', 'Galicia Health, Kraków', 'PLN', 'warsaw'],
  ['rheinwerk', 'RW-4001', 'Rheinwerk, Duisburg plant', 'EUR', 'berlin'],
  ['rheinwerk', 'RW-4002', 'Rheinwerk, Leipzig plant', 'EUR', 'berlin'],
  ['nordlicht', 'NE-5001', 'Nordlicht Energie, Kiel', 'EUR', 'berlin'],
  ['alpenblick', 'AH-6001', 'Alpenblick Hotels, Luzern', 'EUR', 'berlin'],
  ['lumen', 'LS-9001', 'Lumen Studio, München', 'EUR', 'berlin'],
] as const satisfies readonly (readonly [string, string, string, string, keyof DemoSpecs])[];

export type AccountNumber = (typeof accounts)[number][1];

/** Who reads bills and letters in another language than English; those that a visitor can be are English. */
const LANGUAGES: Partial<Record<AccountNumber, string>> = {
  ...{ 'BF-3001': 'pl', 'GH-8001': 'pl' },
  ...{ 'NE-5001': 'de', 'AH-6001': 'de', 'LS-9001': 'de' },
};

export type DemoCustomers = {
  accounts: Record<AccountNumber, DemoAccount>;
  /** Party ids by short name. */
  customers: Record<string, string>;
};

/** Nine customers with twelve accounts: three currencies, three rhythms, three ways of tax. */
export async function buildCustomers(world: World, specs: DemoSpecs): Promise<DemoCustomers> {
  const ctx = actingAt(world, world.now);
  const customers: Record<string, string> = {};
  for (const party of CUSTOMERS) customers[party.slug] = (await createCustomer(ctx, party)).id;

  const built: Partial<Record<AccountNumber, DemoAccount>> = {};
  for (const [customer, number, name, currency, rhythm] of accounts) {
    const spec = specs[rhythm];
    const customerId = customers[customer]!;
    // The one that has not told its VAT id yet came last, in the period that waits to be billed.
    const openedOn = number === 'LS-9001' ? spec.open.period.from : firstOf(spec).period.from;
    const parentId = number === 'SB-1002' ? built['SB-1001']!.id : null;
    const language = LANGUAGES[number];
    const { id } = await createAccount(ctx, {
      ...(language !== undefined && { language }),
      customerId,
      parentId,
      number,
      name,
      currency,
      cycleSpecId: spec.id,
      openedOn,
      paymentTermsDays: currency === 'PLN' ? 14 : 30,
    });
    built[number] = { id, number, customerId, currency, spec };
  }
  const all = built as DemoCustomers['accounts'];
  const { period } = specs.warsaw.issued[0];
  await createDiscount(ctx, {
    billingAccountId: all['GH-8001'].id,
    name: 'Public health tariff',
    percent: '10',
    validFrom: period.from,
    borneBy: 'agreed',
    bearers: [
      { party: 'operator', percent: '80' },
      { party: 'aegis', percent: '20' },
    ],
  });
  return { accounts: all, customers };
}

const firstOf = ({ before, issued }: SeededSpec) => before[0] ?? issued[0];

const CUSTOMERS: PartyInput[] = [
  {
    slug: 'sunbird',
    name: 'SunBird Media',
    legalName: 'SunBird Media, Inc.',
    country: 'US',
    vatId: null,
    address: { street: '418 Hudson Street', town: 'New York', postcode: '10014', subdivision: 'NY' },
    email: 'ap@sunbird.example',
  },
  {
    slug: 'harbor',
    name: 'Harbor & Pine',
    legalName: 'Harbor & Pine LLC',
    country: 'US',
    vatId: null,
    address: { street: '77 Pearl Avenue', town: 'Portland', postcode: '97209', subdivision: 'OR' },
    email: 'books@harborpine.example',
  },
  {
    slug: 'vistula',
    name: 'Vistula Logistics',
    legalName: 'Vistula Logistics S.A.',
    country: 'PL',
    vatId: 'PL7792433421',
    address: { street: 'ul. Portowa 3', town: 'Warszawa', postcode: '00-350' },
    email: 'faktury@vistula.example',
  },
  {
    slug: 'baltic',
    name: 'Baltic Foods',
    legalName: 'Baltic Foods sp. z o.o.',
    country: 'PL',
    vatId: 'PL5862014478',
    address: { street: 'ul. Rybacka 21', town: 'Gdynia', postcode: '81-340' },
    email: 'ksiegowosc@baltic.example',
  },
  {
    slug: 'galicia',
    name: 'Galicia Health',
    legalName: 'Galicia Health Clinic sp. z o.o.',
    country: 'PL',
    vatId: 'PL6762471934',
    address: { street: 'ul. Długa 40', town: 'Kraków', postcode: '31-146' },
    email: 'biuro@galicia.example',
  },
  {
    slug: 'rheinwerk',
    name: 'Rheinwerk Maschinenbau',
    legalName: 'Rheinwerk Maschinenbau GmbH',
    country: 'DE',
    vatId: 'DE129273398',
    address: { street: 'Industriering 9', town: 'Duisburg', postcode: '47059' },
    email: 'rechnung@rheinwerk.example',
  },
  {
    slug: 'nordlicht',
    name: 'Nordlicht Energie',
    legalName: 'Nordlicht Energie AG',
    country: 'DE',
    vatId: 'DE136695976',
    address: { street: 'Am Kanal 2', town: 'Kiel', postcode: '24103' },
    email: 'buchhaltung@nordlicht.example',
  },
  {
    slug: 'alpenblick',
    name: 'Alpenblick Hotels',
    legalName: 'Alpenblick Hotels AG',
    country: 'CH',
    vatId: null,
    address: { street: 'Seestrasse 55', town: 'Luzern', postcode: '6006' },
    email: 'finanzen@alpenblick.example',
  },
  {
    slug: 'lumen',
    name: 'Lumen Studio',
    legalName: 'Lumen Studio GmbH',
    country: 'DE',
    vatId: null,
    address: { street: 'Lindwurmstraße 71', town: 'München', postcode: '80337' },
    email: 'hallo@lumen.example',
  },
];
