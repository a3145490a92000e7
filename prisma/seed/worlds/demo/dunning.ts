import { addDays } from '@/lib/domain/period/civil-date';
import { savePolicy } from '@/lib/services/dunning/dunning-policies';
import { addPromise, changeCustomerGroup } from '@/lib/services/dunning/pause-dunning';
import { sweepDunning } from '@/lib/services/dunning/sweep-dunning';
import { getBalance } from '@/lib/services/payments/get-balance';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import type { DemoCustomers } from '@/prisma/seed/worlds/demo/customers';
import { todayOf, workingMorning } from '@/prisma/seed/worlds/demo/days';
import { person } from '@/prisma/seed/worlds/demo/people';

/**
 * Two policies: everybody's, and a patient one of public bodies, in which one customer is. Two days were swept, so that who has owed longer is
 * warned, who came later is reminded, each in its account's language, and who promised to pay is let be.
 */
export async function buildDunning(world: World, customers: DemoCustomers): Promise<void> {
  const [earlier, lately] = [workingMorning(world, 20), workingMorning(world, 0)];
  const marek = person(world, 'Marek Lis', earlier);
  await savePolicy(marek, {
    ...{ customerGroup: 'default', minimum: '20.00' },
    stages: [
      { afterDays: 7, action: 'remind' },
      { afterDays: 21, action: 'warn' },
      { afterDays: 45, action: 'restrict' },
      { afterDays: 75, action: 'hand_over' },
    ],
  });
  await savePolicy(marek, {
    ...{ customerGroup: 'public', minimum: '50.00' },
    stages: [
      { afterDays: 30, action: 'remind' },
      { afterDays: 60, action: 'warn' },
      { afterDays: 150, action: 'hand_over' },
    ],
  });
  await changeCustomerGroup(marek, 'GH-8001', 'public');
  await promise(world, customers);
  for (const morning of [earlier, lately]) await sweepDunning(actingAt(world, morning));
}

/** What is left of the bill that was paid in part. */
async function promise(world: World, customers: DemoCustomers): Promise<void> {
  const { id, currency } = customers.accounts['VL-2001'];
  const { balances } = await getBalance(actingAt(world, world.now), id);
  const [bill] = balances.find((each) => each.currency === currency)?.bills ?? [];
  if (!bill) throw new Error('Nothing is open of VL-2001');
  const marek = person(world, 'Marek Lis', workingMorning(world, 21));
  await addPromise(marek, {
    ...{ account: 'VL-2001', amount: bill.open, until: addDays(todayOf(world), 12) },
    note: `Piotr Kowal on the phone: the rest of ${bill.number} with the next payment run.`,
  });
}
