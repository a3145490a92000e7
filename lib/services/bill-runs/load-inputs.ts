import {
  type AccountInputRows,
  type InputPeriod,
  readAccountInputs,
  readUsageEvents,
  readUsageHabits,
  type UsageEventRow,
} from '@/lib/db/billing-inputs';
import type { Sql } from '@/lib/db/tenant';
import { readWaitingUsage, type WaitingUsageRow } from '@/lib/db/waiting-usage';
import { loadAdjustments } from '@/lib/services/adjustments/load-adjustments';
import { type AccountInputs, HABIT_BILLS } from '@/lib/services/bill-runs/bill-account';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { type CorrectedBill, loadCorrected } from '@/lib/services/bill-runs/corrected-charges';
import { type EarlierBilling, loadEarlier } from '@/lib/services/bill-runs/load-earlier';
import { loadStandIns, type StandIns } from '@/lib/services/bill-runs/load-stand-ins';
import { needsEvents } from '@/lib/services/bill-runs/measure-usage';
import { groupBy } from '@/lib/services/group-by';

/** Reads what `billAccount` needs for these accounts, ordered by account: a fixed number of queries for any number of them. */
export async function loadInputs(
  sql: Sql,
  accountIds: readonly string[],
  period: InputPeriod,
  reference: BillingReference,
  options: { lock: boolean },
): Promise<AccountInputs[]> {
  const rows = await readAccountInputs(sql, accountIds, period, options);
  const metered = meteredProducts(rows, reference);
  const events = metered.byEvent.length > 0 ? await readUsageEvents(sql, metered.byEvent, period.from) : [];
  const habits = await loadHabits(sql, rows, metered.idle);
  const earlier = await loadEarlier(sql, accountIds, rows.products, period, reference, options);
  const waiting = await readWaitingUsage(sql, accountIds, period.to);
  const corrected = await loadCorrected(sql, accountIds, period, options);
  const standIns = await loadStandIns(sql, rows.accounts, period, reference, options);
  const adjustments = await loadAdjustments(sql, accountIds, period.ownBillIds, options);
  const inputs = withWaiting(
    withCorrected(withStandIns(assemble(rows, events, habits, metered.idle, earlier), standIns), corrected),
    waiting,
  );
  return adjustments.size === 0
    ? inputs
    : inputs.map((input) => ({ ...input, adjustments: adjustments.get(input.account.id) }));
}

const withCorrected = (
  inputs: AccountInputs[],
  corrected: ReadonlyMap<string, CorrectedBill[]>,
): AccountInputs[] =>
  corrected.size === 0
    ? inputs
    : inputs.map((input) => ({ ...input, corrected: corrected.get(input.account.id) }));

const withStandIns = (inputs: AccountInputs[], standIns: ReadonlyMap<string, StandIns>): AccountInputs[] =>
  standIns.size === 0
    ? inputs
    : inputs.map((input) => ({ ...input, standIns: standIns.get(input.account.id) }));

function withWaiting(inputs: AccountInputs[], rows: readonly WaitingUsageRow[]): AccountInputs[] {
  if (rows.length === 0) return inputs;
  const waiting = groupBy(rows, ({ billingAccountId }) => billingAccountId);
  return inputs.map((input) => ({ ...input, waiting: waiting.get(input.account.id) ?? [] }));
}

type ProductRef = { billingAccountId: string; productId: string };
type Metered = { byEvent: ProductRef[]; idle: ProductRef[] };

/** Products whose usage must be read event by event, and metered products that have none. */
function meteredProducts({ products, totals }: AccountInputRows, reference: BillingReference): Metered {
  const used = new Set<string>();
  for (const { productId } of totals) used.add(productId);
  const metered: Metered = { byEvent: [], idle: [] };
  for (const { billingAccountId, id: productId, priceIds } of products) {
    let isMetered = false;
    let byEvent = false;
    for (const priceId of priceIds) {
      const price = reference.prices.get(priceId)?.price;
      if (price?.kind !== 'usage') continue;
      isMetered = true;
      const aggregation = reference.meters.get(price.meter ?? '')?.aggregation;
      if (aggregation !== undefined && needsEvents(price, aggregation)) byEvent = true;
    }
    if (byEvent && used.has(productId)) metered.byEvent.push({ billingAccountId, productId });
    if (isMetered && !used.has(productId)) metered.idle.push({ billingAccountId, productId });
  }
  return metered;
}

type Habits = ReadonlyMap<string, { cyclesUsed: number; amountMinor: bigint }>;

/** What earlier bills say of products that are idle now; nothing is read where none is. */
async function loadHabits(
  sql: Sql,
  { history }: AccountInputRows,
  idle: readonly ProductRef[],
): Promise<Habits> {
  const withIdle = new Set(idle.map(({ billingAccountId }) => billingAccountId));
  const bills = history.filter(
    ({ billingAccountId, latest }) => latest <= HABIT_BILLS && withIdle.has(billingAccountId),
  );
  if (bills.length === 0) return new Map();
  const products = await readUsageHabits(sql, bills);
  return new Map(products.map(({ productId, ...habit }) => [productId, habit]));
}

function assemble(
  rows: AccountInputRows,
  events: readonly UsageEventRow[],
  habits: Habits,
  idle: readonly ProductRef[],
  earlier: ReadonlyMap<string, EarlierBilling>,
): AccountInputs[] {
  const byAccount = <Row extends { billingAccountId: string }>(list: readonly Row[]) => {
    const groups = groupBy(list, ({ billingAccountId }) => billingAccountId);
    return (accountId: string): Row[] => groups.get(accountId) ?? [];
  };
  const [products, totals, eventsOf] = [byAccount(rows.products), byAccount(rows.totals), byAccount(events)];
  const [discounts, partnerGroups] = [byAccount(rows.discounts), byAccount(rows.partnerGroups)];
  const [history, idleOf] = [byAccount(rows.history), byAccount(idle)];
  return rows.accounts.map((account) => ({
    account,
    earlier: earlier.get(account.id),
    products: products(account.id),
    totals: totals(account.id),
    events: eventsOf(account.id),
    discounts: discounts(account.id),
    partnerGroups: partnerGroups(account.id),
    historyMinor: history(account.id)
      .filter(({ currency }) => currency === account.currency)
      .map(({ totalMinor }) => totalMinor),
    idle: idleOf(account.id).flatMap(({ productId }) => {
      const habit = habits.get(productId);
      if (!habit) return [];
      return [
        { productId, cyclesUsed: habit.cyclesUsed, usualMinor: habit.amountMinor / BigInt(habit.cyclesUsed) },
      ];
    }),
  }));
}
