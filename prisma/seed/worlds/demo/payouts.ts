import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import { changeConditions } from '@/lib/services/agreements/change-conditions';
import { approveBankDetails } from '@/lib/services/bank-details/decide-bank-details';
import { proposeBankDetails } from '@/lib/services/bank-details/propose-bank-details';
import type { ServiceContext } from '@/lib/services/context';
import { setRates } from '@/lib/services/fx-rates/set-rates';
import { noteBankFeedback } from '@/lib/services/payment-files/note-bank-feedback';
import { createPaymentFile } from '@/lib/services/payouts/create-payment-file';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { objectToPayout } from '@/lib/services/payouts/object-to-payout';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { actingAs, actingAt, type World } from '@/prisma/seed/builders/world';
import { morningOf, settledMonths, todayOf } from '@/prisma/seed/worlds/demo/days';
import type { DemoPartners } from '@/prisma/seed/worlds/demo/partners';
import { person } from '@/prisma/seed/worlds/demo/people';

/**
 * Two months settled: the first is paid by file and confirmed by the bank, but for a partner without a bank account; the second waits for the
 * approval of a second person, and one partner has objected to it. Clearcast's first month is below its minimum and carried on to the second,
 * unless three of its bills fell into it (until the 15th); what Paperlane has earned so far is below its own in any case.
 */
export async function buildPayouts(world: World, partners: DemoPartners): Promise<void> {
  const [first, second] = settledMonths(world);
  await agreeOnPayouts(world);
  await giveRates(world, [first, second]);
  await giveBankDetails(world, partners, addDays(first, -30));

  const firstRun = await prepare(world, first);
  const ewa = person(world, 'Ewa Nowak', morningOf(world, first, 3));
  await approveSettlementRun(ewa, firstRun);
  await advanceSettlementRun(actingAt(world, ewa.now), firstRun);
  await pay(world, first);

  const secondRun = await prepare(world, second);
  const page = await listPayouts(ewa, {
    ...{ q: '', sort: null, after: null, pageSize: 50 },
    filters: { run: [secondRun], party: [partners.skymesh.id] },
  });
  const [disputed] = page.data;
  if (!disputed) throw new Error('Nothing is due to SkyMesh in the second month');
  const lena = actingAs(
    world,
    'partner',
    { ...partners.skymesh, name: 'Lena Hartmann' },
    morningOf(world, second, 3),
  );
  await objectToPayout(lena, disputed.id, {
    row: null,
    words: 'The trackers of the Łódź depot are missing. They were live all month.',
  });
}

async function agreeOnPayouts(world: World): Promise<void> {
  // Long before the first payout: what costs a partner more holds when its notice is over.
  const ctx = actingAt(world, new Date(Date.parse(world.now) - 365 * 86_400_000).toISOString());
  await changeConditions(ctx, {
    partner: 'skymesh',
    change: { payoutFee: '1.50', reservePercent: '5', reserveDays: 30 },
  });
  await changeConditions(ctx, { partner: 'voltgrid', change: { payoutFeePercent: '0.5' } });
  // More than two cycles come to and less than three.
  await changeConditions(ctx, { partner: 'clearcast', change: { payoutMinimum: '550.00' } });
  await changeConditions(ctx, { partner: 'paperlane', change: { payoutMinimum: '1500.00' } });
  // And one that its partner reads before it holds.
  await changeConditions(actingAt(world, world.now), {
    ...{ partner: 'skymesh', change: { payoutFee: '2.00' } },
    holdsFrom: addDays(todayOf(world), 30),
  });
}

/** Of the days that are settled, of the month after, and of today, so that the next payout can be told as well. */
async function giveRates(world: World, days: readonly CivilDate[]): Promise<void> {
  const today = todayOf(world);
  const rates = [...new Set([...days, today])].flatMap((validOn, index) => [
    {
      base: 'EUR',
      quote: 'USD',
      validOn,
      rate: ['1.1724', '1.1568', '1.1611'][index]!,
      source: 'NBP table A',
    },
    {
      base: 'EUR',
      quote: 'PLN',
      validOn,
      rate: ['4.2615', '4.2530', '4.2387'][index]!,
      source: 'NBP table A',
    },
  ]);
  await setRates(actingAt(world, world.now), rates);
}

const ACCOUNTS = {
  skymesh: ['SkyMesh IoT GmbH', 'DE89370400440532013000', 'Hamburg', 'DE'],
  cumulus: ['Cumulus Cloud Ltd', 'IE29AIBK93115212345678', 'Dublin', 'IE'],
  aegis: ['Aegis Security B.V.', 'NL91ABNA0417164300', 'Amsterdam', 'NL'],
  sentinel: ['Sentinel Labs AB', 'SE4550000000058398257466', 'Stockholm', 'SE'],
  clearcast: ['Clearcast', 'DK5000400440116243', 'København', 'DK'],
} as const;

/** Approved by a second person long before the first payout. Voltgrid has given none yet. */
async function giveBankDetails(world: World, partners: DemoPartners, on: CivilDate): Promise<void> {
  const now = morningOf(world, on, 0);
  const [ewa, marek] = [person(world, 'Ewa Nowak', now), person(world, 'Marek Lis', now)];
  const fields = { currency: null, accountNumber: null, bic: null, street: null, postcode: null };
  const operators = {
    ...{
      holder: 'Meridian Telecom S.A.',
      iban: 'PL61109010140000071219812874',
      town: 'Warszawa',
      country: 'PL',
    },
  };
  const own = await proposeBankDetails(marek, 'operator', { ...fields, ...operators });
  await approveBankDetails(ewa, own.id);
  for (const [slug, [holder, iban, town, country]] of Object.entries(ACCOUNTS)) {
    const party = partners[slug as keyof typeof ACCOUNTS];
    const { actor } = actingAs(world, 'partner', party, now);
    const ctx: ServiceContext = { actor: { ...actor, kind: 'user' }, now };
    const proposed = await proposeBankDetails(ctx, null, { ...fields, holder, iban, town, country });
    await approveBankDetails(ewa, proposed.id);
  }
}

async function prepare(world: World, through: CivilDate): Promise<string> {
  const marek = person(world, 'Marek Lis', morningOf(world, through, 2));
  const { id } = await startSettlementRun(marek, { through });
  const state = await advanceSettlementRun(actingAt(world, marek.now), id);
  if (state !== 'review') throw new Error(`The settlement through ${through} is ${state}, not in review`);
  return id;
}

/** A file for each currency, and what the bank said of it two days later. */
async function pay(world: World, through: CivilDate): Promise<void> {
  const marek = person(world, 'Marek Lis', morningOf(world, through, 3));
  const of = (state: string) =>
    listPayouts(marek, { q: '', sort: null, filters: { state: [state] }, after: null, pageSize: 50 });
  for (const currency of new Set((await of('approved')).data.map((payout) => payout.currency))) {
    await createPaymentFile(marek, { currency, payouts: null, executionOn: null });
  }
  const bank = actingAt(world, morningOf(world, through, 5));
  for (const { number, amount, currency } of (await of('sent')).data) {
    const { amountMinor } = parseMoney(amount, currencyOf(currency))!;
    const feedback = {
      ...{ endToEndId: number!, amountMinor, currency, outcome: 'paid' as const },
      ...{ entryId: null, reasonCode: null, reason: null, bookedOn: todayOf(bank) },
    };
    await withTenantSql(scopeOf(bank.actor), (sql) => noteBankFeedback(sql, bank, feedback));
  }
}
