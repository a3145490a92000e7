import { countRunPayouts, findSettlementRun, type SettlementRunRow } from '@/lib/db/settlement-runs';
import type { Sql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { PayoutState, SettlementRunState } from '@/lib/domain/settlement/payout-state';
import { notFound } from '@/lib/errors';

export type SettlementRunView = {
  id: string;
  through: string;
  state: SettlementRunState;
  preparedBy: string;
  /** Who may not approve it. */
  preparedById: string;
  approvedBy: string | null;
  createdAt: string;
  preparedAt: string | null;
  finishedAt: string | null;
  failure: string | null;
  /** `held`: in review, and not approved with the others, for an issue or an objection. */
  payouts: { total: number; withIssues: number; held: number; byState: Partial<Record<PayoutState, number>> };
  /** By currency of the payouts: what is to be paid, what of it an approval of the run lets go now, and what is carried on. */
  totals: { currency: string; amount: string; ready: string; carried: string }[];
};

export async function readRunView(sql: Sql, runId: string): Promise<SettlementRunView> {
  const run = await findSettlementRun(sql, runId);
  if (!run) throw notFound('The settlement run');
  return viewOf(sql, run);
}

export async function viewOf(
  sql: Sql,
  { throughOn, approvedById: _, ...run }: SettlementRunRow,
): Promise<SettlementRunView> {
  const counts = await countRunPayouts(sql, run.id);
  const byState: Partial<Record<PayoutState, number>> = {};
  const totals = new Map<string, { amountMinor: bigint; readyMinor: bigint; carriedMinor: bigint }>();
  let [total, withIssues, held] = [0, 0, 0];
  for (const count of counts) {
    byState[count.state] = (byState[count.state] ?? 0) + count.payouts;
    if (count.state === 'cancelled') continue;
    total += count.payouts;
    withIssues += count.withIssues;
    held += count.held;
    const sums = totals.get(count.currency) ?? { amountMinor: 0n, readyMinor: 0n, carriedMinor: 0n };
    sums.amountMinor += count.amountMinor;
    sums.readyMinor += count.readyMinor;
    sums.carriedMinor += count.carriedMinor;
    totals.set(count.currency, sums);
  }
  return {
    ...run,
    through: throughOn,
    payouts: { total, withIssues, held, byState },
    totals: [...totals].map(([currency, { amountMinor, readyMinor, carriedMinor }]) => ({
      currency,
      amount: formatMinor(amountMinor, currencyOf(currency)),
      ready: formatMinor(readyMinor, currencyOf(currency)),
      carried: formatMinor(carriedMinor, currencyOf(currency)),
    })),
  };
}
