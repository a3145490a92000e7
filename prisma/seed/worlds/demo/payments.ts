import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { env } from '@/lib/env';
import { saveMethod } from '@/lib/services/payment-methods/save-method';
import { getBalance } from '@/lib/services/payments/get-balance';
import type { RecordPaymentInput } from '@/lib/services/payments/payment-input';
import { readAmount } from '@/lib/services/payments/read-amount';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import type { AccountNumber, DemoCustomers } from '@/prisma/seed/worlds/demo/customers';
import { PAY_SIGNING_SECRET } from '@/scripts/simulate-partner/pay';

/**
 * How customers pay, and who did: one paid its oldest bill, one a part of it, one more than all it owes, so that it has credit; and of a transfer nobody
 * wrote down whose it was, though somebody owes exactly that.
 */
export async function buildPayments(world: World, customers: DemoCustomers): Promise<void> {
  await buildMethods(world);
  await pay(world, customers, 'SB-1001', { key: 'whole', by: 'SunBird Media LLC', of: (open) => open });
  await pay(world, customers, 'VL-2001', {
    key: 'part',
    by: 'Vistula Logistics',
    of: (open) => (open * 3n) / 5n,
  });
  await pay(world, customers, 'BF-3001', { key: 'over', by: 'Baltic Foods', of: (_, all) => all + 15_000n });
  await pay(world, customers, 'NE-5001', { key: 'unmatched', by: 'Nordlicht Energie', of: (open) => open });
}

/** `of`: what is open of the oldest bill, and of all. */
type Story = { key: string; by: string; of: (openMinor: bigint, allMinor: bigint) => bigint };

/** Nine days after the account's oldest open bill was issued, or today. */
async function pay(
  world: World,
  customers: DemoCustomers,
  number: AccountNumber,
  { key, by, of }: Story,
): Promise<void> {
  const ctx = actingAt(world, world.now);
  const { id, currency } = customers.accounts[number];
  const { balances } = await getBalance(ctx, id);
  const balance = balances.find((each) => each.currency === currency);
  const bill = balance?.bills[0];
  if (!balance || !bill) throw new Error(`The demo's account ${number} has no open bill`);
  const today = civilDateAt(world.now, 'Europe/Warsaw');
  const arrivedOn = addDays(bill.issuedOn as CivilDate, 9);
  const isUnmatched = key === 'unmatched';
  const payment: RecordPaymentInput = {
    ...{ billingAccountId: isUnmatched ? null : id, currency, method: 'bank_transfer' },
    amountMinor: of(readAmount(bill.open, currency), readAmount(balance.open, currency)),
    receivedOn: [arrivedOn, today].sort()[0]!,
    reference: isUnmatched ? 'Rechnung, vielen Dank' : bill.number,
    ...{ payer: { name: by, iban: null }, source: 'hand', sourceKey: `seed:${key}` },
  };
  await recordPayment(ctx, payment);
}

/** A transfer, and where a provider can be simulated its page. */
async function buildMethods(world: World): Promise<void> {
  const ctx = actingAt(world, world.now);
  await saveMethod(ctx, {
    ...{ id: null, kind: 'bank_transfer', name: 'Bank transfer', provider: null },
    instructions: 'Meridian Telecom S.A.\nPL61 1090 1014 0000 0712 1981 2874',
  });
  const { TRIBUTARY_DEMO, SIMULATOR_PORT, APP_ENCRYPTION_KEY } = env();
  if (!TRIBUTARY_DEMO || SIMULATOR_PORT === 0 || APP_ENCRYPTION_KEY === undefined) return;
  await saveMethod(ctx, {
    ...{ id: null, kind: 'card', name: 'Card', instructions: '' },
    provider: {
      baseUrl: `http://127.0.0.1:${SIMULATOR_PORT}/pay`,
      ...{ apiKey: 'secret', signingSecret: PAY_SIGNING_SECRET },
    },
  });
}
