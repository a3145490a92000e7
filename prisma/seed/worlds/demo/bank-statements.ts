import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { addDays } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { receiveBankFile } from '@/lib/services/bank/receive-bank-file';
import { getBalance } from '@/lib/services/payments/get-balance';
import { camtFile, type StatementEntry } from '@/prisma/seed/builders/camt-file';
import { actingAt, type World } from '@/prisma/seed/builders/world';
import type { AccountNumber, DemoCustomers } from '@/prisma/seed/worlds/demo/customers';

const EUR = currencyOf('EUR');
const ACCOUNT = 'PL61109010140000071219812874';
const RHEINWERK = { payer: 'Rheinwerk Maschinenbau GmbH', iban: 'DE89370400440532013000' };

/**
 * What the operator's bank told of the last two days. On the first, one customer names its bill, one pays exactly what it owes and names nothing,
 * one pays a half, one is debited, and somebody writes a number that nobody has; on the second, the debit comes back.
 */
export async function buildBankStatements(world: World, customers: DemoCustomers): Promise<void> {
  const [rheinwerk, debited] = await openBills(world, customers, 'RW-4001');
  const [alpenblick] = await openBills(world, customers, 'AH-6001');
  const [vistula] = await openBills(world, customers, 'VL-2002');
  if (!rheinwerk || !debited || !alpenblick || !vistula) throw new Error('The demo has too few open bills');
  const debit = { ...RHEINWERK, endToEndId: `DD-${debited.number}` };
  const first = [
    { ...RHEINWERK, amount: rheinwerk.open, text: `Rechnung ${rheinwerk.number}` },
    { ...debit, amount: debited.open, text: `Direct debit ${debited.number}` },
    {
      ...{ amount: alpenblick.open, text: 'Rechnung vom letzten Monat', payer: 'Alpenblick Hotels AG' },
      iban: 'CH9300762011623852957',
    },
    {
      ...{ amount: euro(minorOf(vistula.open) / 2n), text: `FV ${vistula.number.replace('-', ' ')} cz. 1` },
      ...{ payer: 'Vistula Logistics S.A.', iban: 'PL27114020040000300201355387' },
    },
    { amount: '148.20', text: 'RG 88-11874 danke', payer: 'Kessler & Cie', iban: 'DE75512108001245126199' },
    { amount: '-4.90', text: 'Account fee' },
  ];
  const fee = '3.50';
  const back = { ...debit, amount: `-${euro(minorOf(debited.open) + minorOf(fee))}`, text: debit.endToEndId };
  const second = [{ ...back, returned: { code: 'AM04', fee } }];
  const opening = await send(world, 2, '48210.35', first);
  await send(world, 1, opening, second);
}

/** The statement of so many days ago; answers what the account has after it. */
async function send(
  world: World,
  daysAgo: number,
  opening: string,
  entries: readonly StatementEntry[],
): Promise<string> {
  const on = addDays(civilDateAt(world.now, 'Europe/Warsaw'), -daysAgo);
  const closing = euro(entries.reduce((sum, { amount }) => sum + minorOf(amount), minorOf(opening)));
  const statement = { id: `MER-EUR-${on}`, account: ACCOUNT, currency: 'EUR', on, opening, closing, entries };
  const file = { name: `statement-${on}.xml`, bytes: camtFile(statement) };
  const { state, statements } = await receiveBankFile(actingAt(world, world.now), file);
  if (state !== 'done' || statements[0]?.difference !== '0.00') throw new Error(`${file.name} is ${state}`);
  return closing;
}

async function openBills(world: World, customers: DemoCustomers, number: AccountNumber) {
  const { balances } = await getBalance(actingAt(world, world.now), customers.accounts[number].id);
  return balances.find(({ currency }) => currency === 'EUR')?.bills ?? [];
}

const minorOf = (text: string): bigint => parseMoney(text, EUR)!.amountMinor;
const euro = (minor: bigint): string => formatMinor(minor, EUR);
