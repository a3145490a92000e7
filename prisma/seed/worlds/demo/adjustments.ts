import { addDays } from '@/lib/domain/period/civil-date';
import { createAdjustment } from '@/lib/services/adjustments/create-adjustment';
import type { SeededCycle } from '@/prisma/seed/builders/cycles';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import type { DemoCustomers } from '@/prisma/seed/worlds/demo/customers';

/** An extra charge that is written before this cycle is run, and so is on its bill. */
export async function addInstallation(
  world: World,
  customers: DemoCustomers,
  cycle: SeededCycle,
): Promise<void> {
  await createAdjustment(actingAt(world, cycle.runAt), {
    ...{ billingAccount: customers.accounts['GH-8001'].id, owner: 'operator', amount: '180.00' },
    period: { from: cycle.period.from, to: addDays(cycle.period.from, 1) },
    ...{ description: 'Instalacja routera w przychodni', reason: 'Ordered by phone, done by our technician' },
  });
}

/** A credit that waits for the next bill. */
export async function addWaitingCredit(world: World, customers: DemoCustomers): Promise<void> {
  await createAdjustment(actingAt(world, world.now), {
    ...{ billingAccount: customers.accounts['BF-3001'].id, owner: 'operator', amount: '-45.00' },
    ...{
      description: 'Rabat za przerwę w działaniu usługi',
      reason: 'Two days without service after a cable cut',
    },
  });
}
