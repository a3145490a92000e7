import type { BilledProductRow, InputPeriod } from '@/lib/db/billing-inputs';
import { readChargedLines, readOtherBills } from '@/lib/db/charged-lines';
import type { ProductPeriod } from '@/lib/db/late-usage';
import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import {
  type AlreadyCharged,
  alreadyCharged,
  NOTHING_CHARGED,
} from '@/lib/services/bill-runs/already-charged';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import type { LateUsage } from '@/lib/services/bill-runs/late-charges';
import { isInAdvance, loadAdvance } from '@/lib/services/bill-runs/load-advance';
import { type LateOfAccount, loadLate } from '@/lib/services/bill-runs/load-late';
import { groupBy } from '@/lib/services/group-by';

/** What bills before this one leave to it; of most accounts there is nothing. */
export type EarlierBilling = {
  charged: AlreadyCharged;
  late: readonly LateUsage[];
  /** Late events that this bill is the first to see. */
  lateEventCount: bigint;
  /** Issued bills of the same cycle. */
  priorBills: number;
  /** The number that a bill on demand gets among those of its cycle. */
  sequence: number;
  /** The account's final bill of this cycle is issued. */
  isSettled: boolean;
  /** Products that ended before the period for which they were charged in advance. */
  returned: readonly BilledProductRow[];
  /** The bill before this one charges the period in advance and is not issued. */
  previousIsOpen: boolean;
  /** The next period has a bill of its own already. */
  nextIsBilled: boolean;
};

export const NOTHING_EARLIER: EarlierBilling = {
  charged: NOTHING_CHARGED,
  late: [],
  lateEventCount: 0n,
  priorBills: 0,
  sequence: 1,
  isSettled: false,
  returned: [],
  previousIsOpen: false,
  nextIsBilled: false,
};

/** Reads it for the accounts that have any: for a chunk of others, two look-ups that find nothing. */
export async function loadEarlier(
  sql: Sql,
  accountIds: readonly string[],
  products: readonly BilledProductRow[],
  period: InputPeriod,
  reference: BillingReference,
  options: { lock: boolean },
): Promise<ReadonlyMap<string, EarlierBilling>> {
  const issued = await loadIssued(sql, accountIds, period);
  const late = await loadLate(sql, accountIds, period, reference, options);
  const advance = await loadAdvance(sql, accountIds, products, period, reference);
  const returned = [...advance.values()].flatMap((account) => account.returned);
  const parts = await readCharged(sql, [
    ...periodsOf([...products, ...returned], period, issued.bills, reference),
    ...latePeriods(late),
  ]);

  const earlier = new Map<string, EarlierBilling>();
  for (const id of new Set([issued.bills, late, advance, parts].flatMap((map) => [...map.keys()]))) {
    const kinds = issued.bills.get(id) ?? [];
    earlier.set(id, {
      ...NOTHING_EARLIER,
      ...advance.get(id),
      charged: parts.get(id) ?? NOTHING_CHARGED,
      late: late.get(id)?.usage ?? [],
      lateEventCount: late.get(id)?.eventCount ?? 0n,
      priorBills: kinds.length,
      sequence: 1 + kinds.filter((kind) => kind === 'on_demand').length,
      isSettled: issued.settled.has(id),
    });
  }
  return earlier;
}

type Issued = { bills: ReadonlyMap<string, readonly BillKind[]>; settled: ReadonlySet<string> };

async function loadIssued(
  sql: Sql,
  accountIds: readonly string[],
  { cycleId, kind = 'cycle' }: InputPeriod,
): Promise<Issued> {
  const others = cycleId === null ? [] : await readOtherBills(sql, cycleId, kind, accountIds);
  const issued = others.filter(({ state }) => state === 'issued');
  const bills = new Map<string, BillKind[]>();
  for (const [id, rows] of groupBy(issued, ({ billingAccountId }) => billingAccountId)) {
    bills.set(
      id,
      rows.map((row) => row.kind),
    );
  }
  const finals = issued.filter((bill) => bill.kind === 'final');
  return { bills, settled: new Set(finals.map(({ billingAccountId }) => billingAccountId)) };
}

/** Products whose period another bill may have charged in part: a bill of the same cycle, or the one before in advance. */
function periodsOf(
  products: readonly BilledProductRow[],
  { from, next }: InputPeriod,
  issued: Issued['bills'],
  reference: BillingReference,
): ProductPeriod[] {
  const periods: ProductPeriod[] = [];
  for (const product of products) {
    const { billingAccountId, id: productId } = product;
    const inAdvance = isInAdvance(product, reference);
    if (inAdvance || issued.has(billingAccountId)) {
      periods.push({ billingAccountId, productId, periodFrom: from });
    }
    if (inAdvance && next) periods.push({ billingAccountId, productId, periodFrom: next.from });
  }
  return periods;
}

const latePeriods = (late: ReadonlyMap<string, LateOfAccount>): ProductPeriod[] =>
  [...late.values()].flatMap(({ usage }) =>
    usage.map(({ product: { billingAccountId, id: productId }, period }) => ({
      billingAccountId,
      productId,
      periodFrom: period.from,
    })),
  );

async function readCharged(
  sql: Sql,
  periods: readonly ProductPeriod[],
): Promise<ReadonlyMap<string, AlreadyCharged>> {
  if (periods.length === 0) return new Map();
  const rows = await readChargedLines(sql, periods);
  const byAccount = groupBy(rows, ({ billingAccountId }) => billingAccountId);
  return new Map([...byAccount].map(([accountId, ofAccount]) => [accountId, alreadyCharged(ofAccount)]));
}
