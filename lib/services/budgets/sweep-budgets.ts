import {
  type ChangedAccount,
  findChangedAccounts,
  listBudgetedSpecs,
  markChecked,
  type OpenBudget,
  readOpenBudgets,
} from '@/lib/db/budget-sweep';
import { newId } from '@/lib/db/id';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { percentUsed, thresholdSubject, thresholdsReached } from '@/lib/domain/billing/budget';
import type { Period } from '@/lib/domain/period/period';
import { raiseAlerts, type ToRaise } from '@/lib/services/alerts/raise-alerts';
import { moneyOf } from '@/lib/services/bills/bill-money';
import {
  type AccountSoFar,
  billsSoFar,
  netByProduct,
  type OpenPeriod,
  openPeriod,
} from '@/lib/services/bills/bills-so-far';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';

export type SweepResult = { compared: number; alerts: number };

/**
 * Compares budgets with the bills so far, of the accounts whose usage has changed since they were last compared (and of the others
 * once an hour), and raises an alert for each threshold reached: once per budget, threshold and period, whoever sweeps how often.
 * Ingest does nothing for it. Looks at accounts by the thousand, computes those that changed by the code that bills them.
 */
export async function sweepBudgets(ctx: ServiceContext): Promise<SweepResult> {
  authorise(ctx, 'budget.manage');
  const scope = scopeOf(ctx.actor);
  const result = { compared: 0, alerts: 0 };
  for (const spec of await withTenantSql(scope, listBudgetedSpecs)) {
    const open = await withTenantSql(scope, (sql) => openPeriod(sql, spec, ctx.now));
    for (let after: string | null = null, isMore = true; isMore; ) {
      const { accounts, last } = await withTenantSql(scope, (sql) =>
        findChangedAccounts(sql, {
          specId: spec.id,
          periodFrom: open.period.from,
          recheckBefore: new Date(Date.parse(ctx.now) - RECHECK_MS).toISOString(),
          after,
          limit: LOOK_ACCOUNTS,
        }),
      );
      for (let from = 0; from < accounts.length; from += COMPUTE_ACCOUNTS) {
        const chunk = accounts.slice(from, from + COMPUTE_ACCOUNTS);
        result.compared += chunk.length;
        result.alerts += await withTenantSql(scope, (sql) => compare(sql, ctx, open, chunk));
      }
      after = last;
      isMore = last !== null;
    }
  }
  return result;
}

const RECHECK_MS = 3_600_000;
const LOOK_ACCOUNTS = 2_000;
const COMPUTE_ACCOUNTS = 200;

async function compare(
  sql: Sql,
  ctx: ServiceContext,
  open: OpenPeriod,
  accounts: readonly ChangedAccount[],
): Promise<number> {
  const ids = accounts.map(({ billingAccountId }) => billingAccountId);
  const budgets = groupBy(await readOpenBudgets(sql, ids), ({ billingAccountId }) => billingAccountId);
  const found = (await billsSoFar(sql, open, ids)).flatMap((account) =>
    (budgets.get(account.accountId) ?? []).flatMap((budget) => alertsOf(account, budget, open.period)),
  );
  const raised = await raiseAlerts(sql, ctx, found);
  await markChecked(sql, accounts, ctx.now);
  return raised.size;
}

/** One for each threshold reached; the highest is the one that is written about, so that a jump is one letter and not three. */
function alertsOf(
  { accountId, currency, customerId, bill }: AccountSoFar,
  budget: OpenBudget,
  period: Period,
): ToRaise[] {
  if (!bill.draft) return [];
  const soFarMinor =
    budget.productId === null ? bill.draft.netMinor : (netByProduct(bill.draft).get(budget.productId) ?? 0n);
  const money = moneyOf(currency);
  const reached = thresholdsReached(budget, soFarMinor);
  return reached.map((percent, index) => ({
    id: newId(),
    billingAccountId: accountId,
    customerId,
    kind: 'budget',
    subject: thresholdSubject(budget.id, percent, period.from),
    productId: budget.productId,
    emails: index === reached.length - 1 ? budget.emails : [],
    details: {
      budgetId: budget.id,
      budget: budget.name,
      ...(budget.productName !== null && { product: budget.productName }),
      threshold: String(percent),
      percent: String(percentUsed(budget.amountMinor, soFarMinor)),
      amount: money(budget.amountMinor),
      soFar: money(soFarMinor),
      currency,
      periodFrom: period.from,
      periodTo: period.to,
    },
  }));
}
