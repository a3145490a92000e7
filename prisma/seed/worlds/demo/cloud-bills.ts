import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import type { SeededCycle } from '@/prisma/seed/builders/cycles';
import { type FocusBill, focusFile } from '@/prisma/seed/builders/focus-file';
import { actingAs, actingAt, type World } from '@/prisma/seed/builders/world';
import type { DemoCustomers } from '@/prisma/seed/worlds/demo/customers';
import type { DemoPartners } from '@/prisma/seed/worlds/demo/partners';

/**
 * Whose bill each account of Cumulus is on. The three payers are those of the FinOps Foundation's public FOCUS 1.0 sample, so
 * that whoever has that file sees it land on SunBird's main account.
 */
export async function buildMappings(
  world: World,
  customers: DemoCustomers,
  partners: DemoPartners,
): Promise<void> {
  const { accounts } = customers;
  const to = (
    level: 'payer' | 'sub_account',
    externalAccount: string,
    externalName: string,
    account: { id: string },
  ) => ({
    level,
    externalAccount,
    externalName,
    billingAccount: account.id,
  });
  await setAccountMappings(actingAt(world, world.now), {
    partner: partners.cumulus.id,
    mappings: [
      to('payer', '1234567890123', 'SunBird', accounts['SB-1001']),
      to('payer', '/providers/Microsoft.Billing/billingAccounts/8611537', 'SunBird', accounts['SB-1001']),
      to('payer', '20209880', 'SunBird', accounts['SB-1001']),
      to('sub_account', 'cmb-sunbird-prod', 'SunBird production', accounts['SB-1001']),
      to('sub_account', 'cmb-sunbird-render', 'SunBird rendering', accounts['SB-1002']),
      to('sub_account', 'cmb-harbor-web', 'Harbor & Pine shop', accounts['HP-7001']),
    ],
  });
}

/** The bill that Cumulus sends for a cycle, days after its end. */
export function cloudBill(
  cycle: SeededCycle,
  subAccounts: FocusBill['subAccounts'] = SUB_ACCOUNTS,
  currency = 'USD',
): Buffer {
  return focusFile({
    seed: `cumulus ${cycle.period.from}`,
    period: cycle.period,
    currency,
    payer: { id: 'CMB-884201', name: 'Meridian Telecom resale' },
    subAccounts,
  });
}

export async function sendCloudBill(
  world: World,
  partners: DemoPartners,
  cycle: SeededCycle,
  subAccounts?: FocusBill['subAccounts'],
  currency?: string,
): Promise<void> {
  const receivedAt = new Date(Date.parse(cycle.toAt) + 30 * 3_600_000).toISOString();
  const externalId = `CMB-${cycle.period.to}`;
  const { bill } = await receivePartnerBill(actingAs(world, 'partner', partners.cumulus, receivedAt), {
    partner: null,
    cycle: cycle.id,
    externalId,
    format: 'focus-1.0',
    fileName: `${externalId.toLowerCase()}-focus.csv`,
    bytes: cloudBill(cycle, subAccounts, currency),
  });
  if (bill.state !== 'accepted')
    throw new Error(`The cloud bill ${externalId} is ${bill.state}, not accepted`);
}

export const SUB_ACCOUNTS: FocusBill['subAccounts'] = [
  { id: 'cmb-sunbird-prod', name: 'SunBird production', lines: 120 },
  { id: 'cmb-sunbird-render', name: 'SunBird rendering', lines: 60 },
  { id: 'cmb-harbor-web', name: 'Harbor & Pine shop', lines: 25 },
];

/** One that nobody has mapped yet: its lines wait in the open. */
export const UNMAPPED = { id: 'cmb-harbor-lab', name: 'Harbor & Pine laboratory', lines: 6 };
