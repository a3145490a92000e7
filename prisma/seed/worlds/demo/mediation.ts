import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { watchUsage } from '@/lib/services/alerts/watch-usage';
import { createBudget } from '@/lib/services/budgets/create-budget';
import { sweepBudgets } from '@/lib/services/budgets/sweep-budgets';
import { saveConnector } from '@/lib/services/connectors/save-connector';
import { computeAccruals } from '@/lib/services/shares/compute-accruals';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { saveUsageMapping } from '@/lib/services/usage-mappings/save-usage-mapping';
import { actingAs, actingAt, type World } from '@/prisma/seed/builders/world';
import type { DemoCustomers } from '@/prisma/seed/worlds/demo/customers';
import type { DemoPartners } from '@/prisma/seed/worlds/demo/partners';

/** What SkyMesh's roaming partner sends: a file of its own shape, read by a mapping, with rows that cannot be taken. */
export async function buildUsageFile(
  world: World,
  customers: DemoCustomers,
  partners: DemoPartners,
): Promise<void> {
  const gateway = { id: partners.skymesh.id, name: 'SkyMesh gateway' };
  const ctx = actingAs(world, 'partner', gateway, world.now);
  const rows = roamingRows(customers.accounts['VL-2001'].spec.running.fromAt, world.now);
  await saveUsageMapping(ctx, {
    name: 'Roaming records',
    format: 'csv',
    definition: ROAMING,
    sample: [HEADER, ...rows.slice(0, 6), ''].join('\n'),
    partner: null,
  });
  const { file } = await receiveUsageFile(ctx, {
    name: 'roaming.csv',
    format: 'csv',
    mapping: 'Roaming records',
    partner: null,
    bytes: oneChunk([HEADER, ...rows, ''].join('\r\n')),
  });
  await readUsageFile(actingAt(world, world.now), file.id);
}

/** How the hub would read Cumulus's own system, written down and not tried yet. */
export async function buildConnector(world: World, partners: DemoPartners): Promise<void> {
  const cumulus = { id: partners.cumulus.id, name: 'Cumulus billing' };
  await saveConnector(actingAs(world, 'partner', cumulus, world.now), {
    id: null,
    partner: null,
    name: 'Billing system',
    settings: {
      kind: 'tmf678',
      baseUrl: 'https://billing.cumulus.example/tmf-api/customerBillManagement/v4',
      access: { kind: 'none' },
    },
  });
}

/** Budgets of two customers, one of which has been passed. */
export async function buildBudgets(world: World, customers: DemoCustomers): Promise<void> {
  const ctx = actingAt(world, world.now);
  for (const [account, name, amount, email] of BUDGETS) {
    await createBudget(ctx, {
      billingAccount: customers.accounts[account].id,
      productId: null,
      name,
      amount,
      thresholds: [50, 80, 100],
      emails: [email],
    });
  }
  await sweepBudgets(ctx);
  await watchUsage(ctx);
  await computeAccruals(ctx);
}

const BUDGETS = [
  ['SB-1001', 'Monthly limit', '6000', 'finance@sunbird.example'],
  ['RW-4001', 'Plant budget', '250', 'einkauf@rheinwerk.example'],
] as const;

const HEADER = 'record;sim;started;bytes;network';

/** Local times of the visited network, bytes instead of megabytes, a network that is looked up. */
const ROAMING: UsageMapping = {
  csv: { delimiter: ';' },
  source: { constant: '//skymesh.example/roaming' },
  id: { fields: ['record'] },
  time: { fields: ['started'], format: 'dd.MM.yyyy HH:mm:ss', timeZone: 'Europe/Berlin' },
  subject: { fields: ['sim'] },
  meter: { constant: 'iot_data' },
  quantity: { fields: ['bytes'], divideBy: '1000000' },
  attributes: [{ name: 'network', fields: ['network'], lookup: 'networks' }],
  lookups: {
    networks: {
      kind: 'prefix',
      entries: { '26201': 'DE', '26202': 'DE', '23201': 'AT' },
      otherwise: 'other',
    },
  },
};

/**
 * One row an hour from the period's second hour, or in the hours before `now` when it has only begun; five that cannot be taken, each
 * for another reason.
 */
function roamingRows(fromAt: string, now: string): string[] {
  const firstMs = Math.min(Date.parse(fromAt), Date.parse(now) - 15 * 3_600_000);
  const started = (hour: number) => {
    const at = new Date(firstMs + hour * 3_600_000).toISOString();
    const [year, month, day] = at.slice(0, 10).split('-');
    return `${day}.${month}.${year} ${at.slice(11, 19)}`;
  };
  const good = Array.from({ length: 12 }, (_, n) => {
    const bytes = 1_500_000 + n * 371_113;
    return `R-${1000 + n};SKY-PL-1001;${started(n + 2)};${bytes};${n % 3 === 0 ? '23201' : '26201'}`;
  });
  return [
    ...good,
    `R-1012;SKY-PL-1999;${started(4)};2500000;26201`,
    `R-1013;SKY-PL-1001;31.02.2026 10:00:00;800000;26201`,
    `R-1014;SKY-PL-1001;${started(5)};a lot;26202`,
    `R-1015;;${started(6)};120000;26202`,
    `R-1000;SKY-PL-1001;${started(2)};9999999;23201`,
  ];
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
