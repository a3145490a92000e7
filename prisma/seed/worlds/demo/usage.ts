import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import type { Random } from '@/prisma/seed/builders/random';
import { sendUsage, type UsageHabit } from '@/prisma/seed/builders/usage';
import { actingAs, type World } from '@/prisma/seed/builders/world';
import type { DemoCustomers } from '@/prisma/seed/worlds/demo/customers';
import type { DemoPartners } from '@/prisma/seed/worlds/demo/partners';
import { dayOf, demoProducts } from '@/prisma/seed/worlds/demo/products';

/** Calls of the operator's own lines, and what SkyMesh's SIMs send, from the oldest cycle to the moment of seeding. */
export async function buildUsage(
  world: World,
  customers: DemoCustomers,
  partners: DemoPartners,
): Promise<number> {
  const voice = habitsOf(customers, 'voice', callHabits);
  const iot = habitsOf(customers, 'iot', simHabits);
  const operator = { id: world.operatorPartyId, name: 'Voice switch' };
  const calls = await sendUsage(
    world,
    { audience: 'operator', party: operator, source: '//meridian.example/voice-switch' },
    voice,
  );
  const skymesh = { id: partners.skymesh.id, name: 'SkyMesh gateway' };
  return (
    calls + (await sendUsage(world, { audience: 'partner', party: skymesh, source: SKYMESH_SOURCE }, iot))
  );
}

/** What arrived and could not be taken: SIMs nobody has ordered, a meter nobody has agreed; and late usage of a period that is issued. */
export async function buildSuspense(
  world: World,
  customers: DemoCustomers,
  partners: DemoPartners,
): Promise<void> {
  const party = { id: partners.skymesh.id, name: 'SkyMesh gateway' };
  const { issued, open } = customers.accounts['VL-2001'].spec;
  const event = (id: string, subject: string, meter: string, quantity: string, time: string) => ({
    specversion: '1.0',
    type: 'com.tributary.usage',
    source: SKYMESH_SOURCE,
    id,
    time,
    subject,
    data: { meter, quantity },
  });
  const lately = (hours: number) => new Date(Date.parse(open.toAt) - hours * 3_600_000).toISOString();
  const answer = await ingestUsage(actingAs(world, 'partner', party, world.now), [
    event('spare-1', 'SKY-PL-1777', 'iot_data', '184.25', lately(30)),
    event('spare-2', 'SKY-PL-1777', 'iot_data', '96.5', lately(6)),
    event('spare-3', 'SKY-PL-1778', 'iot_sms', '12', lately(5)),
    event('steered-1', 'SKY-PL-1001', 'iot_location', '340', lately(4)),
    event('late-1', 'SKY-PL-1001', 'iot_data', '51.75', issued[1].fromAt),
  ]);
  if (answer.rejected !== 4 || answer.accepted !== 1) {
    throw new Error(
      `Of four bad events ${answer.rejected} were rejected, of one late ${answer.accepted} taken.`,
    );
  }
}

const SKYMESH_SOURCE = '//skymesh.example/gateway';

type Habit = Omit<UsageHabit, 'reference' | 'spec' | 'from' | 'to'>;

function habitsOf(
  customers: DemoCustomers,
  offering: 'voice' | 'iot',
  habits: (scale: number, currency: string) => Habit[],
): UsageHabit[] {
  return demoProducts.flatMap((product) => {
    if (product.offering !== offering) return [];
    const { account, reference, quantity = '1', started, ended } = product;
    const { spec, currency } = customers.accounts[account];
    return habits(Number(quantity), currency).map((habit) => ({
      ...habit,
      reference,
      spec,
      ...(started && { from: dayOf(customers, account, started) }),
      ...(ended && { to: dayOf(customers, account, ended) }),
    }));
  });
}

const HOME: Record<string, string> = { EUR: 'DE', PLN: 'PL', USD: 'US' };
const ABROAD = {
  EUR: ['AT', 'CZ', 'NL', 'GB', 'JP', 'BR'],
  PLN: ['DE', 'CZ', 'SK', 'UA', 'GB'],
  USD: ['CA', 'MX', 'GB', 'IN', 'JP'],
};

/** Minutes of a day's calls, at home and abroad; `scale` is the number of lines. */
function callHabits(scale: number, currency: string): Habit[] {
  const tenths = (random: Random, most: number) => (random.between(scale, scale * most) / 10).toFixed(1);
  const abroad = ABROAD[currency as keyof typeof ABROAD];
  return [
    {
      meter: 'voice_minutes',
      perDay: 2,
      quantity: (random) => tenths(random, 30),
      attributes: (random) => ({
        country: random.between(1, 5) === 1 ? random.pick(abroad) : HOME[currency]!,
      }),
    },
  ];
}

/** Megabytes and messages of a fleet; `scale` is the number of SIMs. */
function simHabits(scale: number): Habit[] {
  return [
    {
      meter: 'iot_data',
      perDay: 1,
      quantity: (random, day) => (((scale * random.between(700, 1300)) / 1000) * (1 + day / 400)).toFixed(6),
    },
    { meter: 'iot_sms', perDay: 0.5, quantity: (random) => String(random.between(0, Math.ceil(scale / 20))) },
  ];
}
