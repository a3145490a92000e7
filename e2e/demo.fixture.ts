import type { Locator } from '@playwright/test';
import type { TributaryApi } from '@/e2e/api.fixture';
import { addDecimal, DECIMAL_ZERO, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { Period } from '@/lib/domain/period/period';

export type Cycle = {
  id: string;
  name: string;
  period: Period;
  phase: 'running' | 'ended';
  state: string;
  accounts: number;
  run: { id: string; state: string } | null;
};

export type PartnerBill = {
  id: string;
  externalId: string;
  state: string;
  lines: { received: number; accepted: number; rejected: number; duplicate: number };
  totals: { currency: string; received: string; accepted: string }[];
};

export type BillSummary = {
  id: string;
  number: string | null;
  state: string;
  billingAccount: { number: string; name: string };
  customer: { slug: string };
  currency: string;
};

export type Bill = BillSummary & {
  net: string;
  tax: string;
  total: string;
  sections: {
    supplier: string;
    supplierName: string;
    net: string;
    lines: {
      id: string;
      description: string;
      exact: string;
      amount: string;
      source: { mode: string; partnerBill: string | null };
    }[];
  }[];
  taxes: { amount: string }[];
  postings: { account: string; debit: string; credit: string }[];
  shares: { party: string; amount: string }[];
};

export type BillRun = {
  id: string;
  state: string;
  accounts: { total: number; done: number; held: number; issued: number };
  changes: { created: number; updated: number; unchanged: number };
};

/** The rhythms of the demo world, by the town whose calendar they follow. */
export type Town = 'Warsaw' | 'Berlin' | 'New York';

/** The cycle of a rhythm that has ended last: the one that waits to be run in a fresh world. */
export const endedCycle = (operator: TributaryApi, town: Town) => latestCycle(operator, town, 'ended');

/** The cycle whose period it is now. */
export const runningCycle = (operator: TributaryApi, town: Town) => latestCycle(operator, town, 'running');

async function latestCycle(operator: TributaryApi, town: Town, phase: Cycle['phase']): Promise<Cycle> {
  const cycles = await operator.list<Cycle>(`/api/v1/bill-cycles?phase=${phase}`);
  const [latest] = cycles
    .filter(({ name }) => name.includes(town))
    .sort((a, b) => (a.period.from < b.period.from ? 1 : -1));
  if (!latest) throw new Error(`The demo world has no ${phase} cycle of ${town}`);
  return latest;
}

/** Every bill of a cycle with all that is on it. */
export async function billsOf(operator: TributaryApi, cycle: Cycle): Promise<Bill[]> {
  const bills = await operator.list<BillSummary>(`/api/v1/bills?cycle=${cycle.id}`);
  return Promise.all(bills.map(({ id }) => operator.read<Bill>(`/api/v1/bills/${id}`)));
}

/** The sum of decimal texts, to the last digit: "0.1" and "0.25" are "0.35". */
export const sumOf = (amounts: readonly string[]): string =>
  formatDecimal(amounts.map(decimal).reduce(addDecimal, DECIMAL_ZERO));

/** The one amount that is written in a place, as plain decimal text: "−1,234.50 USD" is "-1234.5". */
export async function amountIn(place: Locator): Promise<string> {
  const text = ((await place.textContent()) ?? '').replaceAll(',', '').replace('−', '-');
  const [amount, ...others] = text.match(/-?\d+\.\d+/g) ?? [];
  if (amount === undefined || others.length > 0) throw new Error(`Not one amount: ${text}`);
  return sumOf([amount]);
}
