import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import { changeQuantity } from '@/lib/services/products/change-quantity';
import { createProduct } from '@/lib/services/products/create-product';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import type { DemoOfferings } from '@/prisma/seed/worlds/demo/catalogue';
import type { AccountNumber, DemoCustomers } from '@/prisma/seed/worlds/demo/customers';

/** Which day of which cycle: 0 and 1 are issued, 2 is open, 3 is running. */
type StoryDay = { cycle: 0 | 1 | 2 | 3; day: number };

type DemoProduct = {
  account: AccountNumber;
  offering: keyof DemoOfferings;
  reference: string;
  quantity?: string;
  started?: StoryDay;
  ended?: StoryDay;
  change?: StoryDay & { quantity: string };
};

export const demoProducts: readonly DemoProduct[] = [
  { account: 'SB-1001', offering: 'internet', reference: 'NYC-FIB-0418' },
  { account: 'SB-1001', offering: 'voice', reference: '+12125550100', quantity: '24' },
  { account: 'SB-1001', offering: 'router', reference: 'RTR-NYC-01', quantity: '3' },
  { account: 'SB-1001', offering: 'support', reference: 'SUP-SUNBIRD' },
  { account: 'SB-1001', offering: 'iot', reference: 'SKY-US-7741', quantity: '120' },
  {
    account: 'SB-1001',
    offering: 'endpoint',
    reference: 'AEG-SUNBIRD',
    quantity: '92',
    change: { cycle: 2, day: 11, quantity: '118' },
  },
  { account: 'SB-1002', offering: 'internet', reference: 'NYC-FIB-0977' },
  { account: 'SB-1002', offering: 'voice', reference: '+17185550177', quantity: '8' },
  { account: 'HP-7001', offering: 'internet', reference: 'PDX-FIB-0031' },
  { account: 'HP-7001', offering: 'iot', reference: 'SKY-US-9020', quantity: '40' },
  { account: 'HP-7001', offering: 'support', reference: 'SUP-HARBOR', started: { cycle: 2, day: 9 } },

  { account: 'VL-2001', offering: 'internet', reference: 'WAW-FIB-2201' },
  { account: 'VL-2001', offering: 'voice', reference: '+48225550140', quantity: '40' },
  { account: 'VL-2001', offering: 'iot', reference: 'SKY-PL-1001', quantity: '640' },
  {
    account: 'VL-2001',
    offering: 'endpoint',
    reference: 'AEG-VISTULA',
    quantity: '60',
    change: { cycle: 1, day: 14, quantity: '84' },
  },
  { account: 'VL-2002', offering: 'iot', reference: 'SKY-EU-1002', quantity: '210' },
  { account: 'VL-2002', offering: 'threat', reference: 'ATI-VISTULA', quantity: '84' },
  { account: 'BF-3001', offering: 'internet', reference: 'GDY-FIB-0120' },
  { account: 'BF-3001', offering: 'router', reference: 'RTR-GDY-01', quantity: '4' },
  {
    account: 'BF-3001',
    offering: 'voice',
    reference: '+48585550122',
    quantity: '12',
    ended: { cycle: 2, day: 18 },
  },
  { account: 'GH-8001', offering: 'internet', reference: 'KRK-FIB-0415' },
  { account: 'GH-8001', offering: 'endpoint', reference: 'AEG-GALICIA', quantity: '22' },
  { account: 'GH-8001', offering: 'voice', reference: '+48125550161', quantity: '15' },

  { account: 'RW-4001', offering: 'internet', reference: 'DUI-FIB-0009' },
  { account: 'RW-4001', offering: 'router', reference: 'RTR-DUI-01', quantity: '6' },
  { account: 'RW-4001', offering: 'iot', reference: 'SKY-DE-4001', quantity: '1450' },
  { account: 'RW-4001', offering: 'endpoint', reference: 'AEG-RHEINWERK', quantity: '240' },
  { account: 'RW-4001', offering: 'threat', reference: 'ATI-RHEINWERK', quantity: '240' },
  { account: 'RW-4002', offering: 'internet', reference: 'LEJ-FIB-0044', started: { cycle: 0, day: 8 } },
  { account: 'RW-4002', offering: 'voice', reference: '+493415550130', quantity: '18' },
  { account: 'NE-5001', offering: 'iot', reference: 'SKY-DE-5001', quantity: '3200' },
  { account: 'NE-5001', offering: 'support', reference: 'SUP-NORDLICHT' },
  { account: 'AH-6001', offering: 'internet', reference: 'LUZ-FIB-0003' },
  { account: 'AH-6001', offering: 'voice', reference: '+41415550166', quantity: '30' },
  { account: 'AH-6001', offering: 'endpoint', reference: 'AEG-ALPENBLICK', quantity: '35' },
  { account: 'LS-9001', offering: 'internet', reference: 'MUC-FIB-0071', started: { cycle: 2, day: 5 } },
  {
    account: 'LS-9001',
    offering: 'voice',
    reference: '+498955501700',
    quantity: '5',
    started: { cycle: 2, day: 5 },
  },
];

/** A day of the story on an account's own calendar. */
export function dayOf(customers: DemoCustomers, account: AccountNumber, { cycle, day }: StoryDay): CivilDate {
  const { issued, open, running } = customers.accounts[account].spec;
  const { period } = [...issued, open, running][cycle]!;
  return addDays(period.from, day);
}

/** What each account has, with the changes of a living business: seats added, a line ended, a site connected. */
export async function buildProducts(
  world: World,
  customers: DemoCustomers,
  offerings: DemoOfferings,
): Promise<void> {
  const ctx = actingAt(world, world.now);
  for (const { account, offering, reference, quantity = '1', started, ended, change } of demoProducts) {
    const on = (day: StoryDay) => dayOf(customers, account, day);
    const { id } = await createProduct(ctx, {
      billingAccountId: customers.accounts[account].id,
      offeringId: offerings[offering],
      reference,
      quantity,
      startedOn: on(started ?? { cycle: 0, day: 0 }),
      endedOn: ended ? on(ended) : null,
    });
    if (change) await changeQuantity(ctx, { id, quantity: change.quantity, from: on(change) });
  }
}
