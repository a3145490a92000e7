import { issueCycle } from '@/prisma/seed/builders/bill-runs';
import { buildCycles } from '@/prisma/seed/builders/cycles';
import { buildOperator, type World } from '@/prisma/seed/builders/world';
import { addInstallation, addWaitingCredit } from '@/prisma/seed/worlds/demo/adjustments';
import { buildBankStatements } from '@/prisma/seed/worlds/demo/bank-statements';
import { buildCatalogue } from '@/prisma/seed/worlds/demo/catalogue';
import { buildMappings, SUB_ACCOUNTS, sendCloudBill, UNMAPPED } from '@/prisma/seed/worlds/demo/cloud-bills';
import { buildCredits } from '@/prisma/seed/worlds/demo/credits';
import { buildCustomers, type DemoCustomers, type DemoSpecs } from '@/prisma/seed/worlds/demo/customers';
import { buildDisputes } from '@/prisma/seed/worlds/demo/disputes';
import { buildDunning } from '@/prisma/seed/worlds/demo/dunning';
import { buildBudgets, buildConnector, buildUsageFile } from '@/prisma/seed/worlds/demo/mediation';
import { type PartnerStory, partnerStory } from '@/prisma/seed/worlds/demo/partner-story';
import { buildPartners, type DemoPartners } from '@/prisma/seed/worlds/demo/partners';
import { buildPayments } from '@/prisma/seed/worlds/demo/payments';
import { buildPayouts } from '@/prisma/seed/worlds/demo/payouts';
import { buildPeople } from '@/prisma/seed/worlds/demo/people';
import { buildProducts } from '@/prisma/seed/worlds/demo/products';
import { buildSuspense, buildUsage } from '@/prisma/seed/worlds/demo/usage';

export type DemoWorld = { world: World; specs: DemoSpecs; customers: DemoCustomers; partners: DemoPartners };

/**
 * Meridian Telecom and its neighbourhood, as of `now`: in each of three rhythms two cycles are issued, one has ended and waits to
 * be run, and one is running. In New York's that waits the cloud partner's bill has not come yet; in Berlin's, which has a third
 * issued cycle, one partner's bill is here, one is late and estimated, one is carried over and one holds its account.
 */
export async function buildDemo(now: string): Promise<DemoWorld> {
  const world = await buildOperator(MERIDIAN, now);
  const specs = await buildSpecs(world);
  const partners = await buildPartners(world, specs);
  const offerings = await buildCatalogue(world, partners);
  const customers = await buildCustomers(world, specs);
  await buildProducts(world, customers, offerings);
  await buildMappings(world, customers, partners);
  await buildUsage(world, customers, partners);
  const story = await partnerStory(world, specs, customers, partners);
  await buildHistory(world, specs, customers, partners, story);
  await story.waiting();
  await buildPayouts(world, partners);
  await buildSuspense(world, customers, partners);
  await buildUsageFile(world, customers, partners);
  await buildConnector(world, partners);
  await buildBudgets(world, customers);
  await buildCredits(world);
  await addWaitingCredit(world, customers);
  await buildPayments(world, customers);
  await buildBankStatements(world, customers);
  await buildDisputes(world, customers, partners);
  await buildDunning(world, customers);
  // Last, because whoever can sign in finds the world whole.
  const partnerIds = Object.entries(partners).map(([slug, { id }]) => [slug, id] as const);
  await buildPeople(world, { partner: Object.fromEntries(partnerIds), customer: customers.customers });
  return { world, specs, customers, partners };
}

const MERIDIAN = {
  slug: 'meridian',
  name: 'Meridian Telecom',
  legalName: 'Meridian Telecom S.A.',
  country: 'PL',
  vatId: 'PL5272480916',
  address: { street: 'al. Jerozolimskie 160', town: 'Warszawa', postcode: '02-326' },
  email: 'billing@meridian.example',
  currency: 'EUR',
  timeZone: 'Europe/Warsaw',
  isDemo: true,
};

async function buildSpecs(world: World): Promise<DemoSpecs> {
  const monthly = (name: string, anchorOn: string, timeZone: string, before = 0) =>
    buildCycles(world, { name, anchorOn, frequency: 'monthly', timeZone, cutOffDays: 3 }, before);
  return {
    warsaw: await monthly('Monthly, 1st, Warsaw', '2024-01-01', 'Europe/Warsaw'),
    berlin: await monthly('Monthly, 15th, Berlin', '2024-01-15', 'Europe/Berlin', 1),
    newYork: await monthly('Monthly, 31st, New York', '2024-01-31', 'America/New_York'),
  };
}

/** The issued cycles in the order in which they were run, so that numbers and days go up together. */
async function buildHistory(
  world: World,
  specs: DemoSpecs,
  customers: DemoCustomers,
  partners: DemoPartners,
  story: PartnerStory,
): Promise<void> {
  const past = Object.values(specs).flatMap(({ before, issued }) => [...before, ...issued]);
  const [firstCloud, secondCloud] = specs.newYork.issued;
  for (const cycle of past.sort((a, b) => (a.runAt < b.runAt ? -1 : 1))) {
    if (cycle === firstCloud) await sendCloudBill(world, partners, cycle);
    if (cycle === secondCloud) await sendCloudBill(world, partners, cycle, [...SUB_ACCOUNTS, UNMAPPED]);
    if (cycle === specs.warsaw.issued[1]) await addInstallation(world, customers, cycle);
    await story.before(cycle);
    await issueCycle(world, cycle);
  }
}
