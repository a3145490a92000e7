import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { getBill } from '@/lib/services/bills/get-bill';
import { listBills } from '@/lib/services/bills/list-bills';
import { addEvidence } from '@/lib/services/disputes/add-evidence';
import { answerDispute } from '@/lib/services/disputes/answer-dispute';
import { decideDispute } from '@/lib/services/disputes/decide-dispute';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';
import { actingAs, actingAt, type World } from '@/prisma/seed/builders/world';
import type { AccountNumber, DemoCustomers } from '@/prisma/seed/worlds/demo/customers';
import { sinceSettled } from '@/prisma/seed/worlds/demo/days';
import type { DemoPartners } from '@/prisma/seed/worlds/demo/partners';
import { person } from '@/prisma/seed/worlds/demo/people';

/**
 * One dispute that waits for its partner's answer, with a file as evidence, and one that is decided: a part was accepted, credited, and
 * comes off its partner's next payout. Both are of latest bills.
 */
export async function buildDisputes(
  world: World,
  customers: DemoCustomers,
  partners: DemoPartners,
): Promise<void> {
  await decided(world, customers, partners);
  await waiting(world, customers);
}

async function decided(world: World, customers: DemoCustomers, { aegis }: DemoPartners): Promise<void> {
  const { billId, line, partOf } = await lineOf(world, customers, 'RW-4001', 'aegis', 'Seats');
  const customer = { id: customers.accounts['RW-4001'].customerId, name: 'Anke Vogel' };
  const { id } = await raiseDispute(actingAs(world, 'customer', customer, sinceSettled(world, 8)), {
    ...{ billId, lineId: line.id, amount: partOf(20n, 240n), reason: 'wrong_quantity' },
    words: 'Twenty of the 240 seats are of machines that we scrapped before the period began.',
  });
  const sofia = { id: aegis.id, name: 'Sofia Marin' };
  const accepted = partOf(12n, 240n);
  await answerDispute(actingAs(world, 'partner', sofia, sinceSettled(world, 5)), id, {
    ...{ answer: 'accept_part', amount: accepted },
    words:
      'Twelve were given back in our console in time. The other eight reported to us until the last day.',
  });
  await decideDispute(person(world, 'Ewa Nowak', sinceSettled(world, 2)), id, {
    ...{ decision: 'accept_part', amount: accepted },
    reason: 'As Aegis says: twelve seats. The other eight stay charged, because they were in use.',
  });
}

async function waiting(world: World, customers: DemoCustomers): Promise<void> {
  const { billId, line, partOf } = await lineOf(world, customers, 'VL-2001', 'skymesh', 'Data');
  const customer = { id: customers.accounts['VL-2001'].customerId, name: 'Piotr Kowal' };
  const piotr = actingAs(world, 'customer', customer, sinceSettled(world, 1));
  const { id } = await raiseDispute(piotr, {
    ...{ billId, lineId: line.id, amount: partOf(1n, 4n), reason: 'wrong_quantity' },
    words:
      'A quarter of our trackers stands in the Gdańsk depot, which had no network for most of the period. They cannot have sent this much.',
  });
  await addEvidence(piotr, id, { name: 'gdansk-depot-outage.csv', bytes: Buffer.from(OUTAGE) });
}

const OUTAGE = [
  'site,trackers,ticket,first_day,last_day,online_hours_a_day',
  'Gdańsk depot,160,VL-48211,4,9,1.5',
  'Gdańsk depot,160,VL-48230,11,27,0',
].join('\n');

/** A line of an account's latest issued bill, by its supplier and what is in its description; and a part of it, rounded down. */
async function lineOf(
  world: World,
  customers: DemoCustomers,
  account: AccountNumber,
  supplier: string,
  text: string,
) {
  const ctx = actingAt(world, world.now);
  const page = await listBills(ctx, {
    ...{ q: '', after: null, pageSize: 1, sort: { id: 'period', descending: true } },
    filters: { state: ['issued'], account: [customers.accounts[account].id] },
  });
  const billId = page.data[0]!.id;
  const { sections, currency } = await getBill(ctx, billId);
  const line = sections
    .find((section) => section.supplier === supplier)
    ?.lines.find(({ description }) => description.includes(text));
  if (!line) throw new Error(`The latest bill of ${account} has no line ${text} of ${supplier}`);
  const money = currencyOf(currency);
  const { amountMinor } = parseMoney(line.amount, money)!;
  const partOf = (part: bigint, whole: bigint) => formatMinor((amountMinor * part) / whole, money);
  return { billId, line, partOf };
}
