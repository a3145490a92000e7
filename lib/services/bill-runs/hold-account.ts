import { conflict, notFound } from '@/lib/errors';
import type { HoldOutcome } from '@/lib/services/bill-runs/change-holds';
import { holdAccounts } from '@/lib/services/bill-runs/hold-accounts';
import { getRunAccount, type RunAccountView } from '@/lib/services/bill-runs/list-run-accounts';
import { releaseAccounts } from '@/lib/services/bill-runs/release-accounts';
import type { ServiceContext } from '@/lib/services/context';

export type OneAccount = { runId: string; accountId: string; reason: string };

/** As `holdAccounts`, of one account, where a refusal is an error: `already_issued`, `already_held` (409). */
export const holdAccount = (ctx: ServiceContext, one: OneAccount): Promise<RunAccountView> =>
  changeOne(ctx, one, holdAccounts);

/** As `releaseAccounts`, of one account, where a refusal is an error: `not_held`, `not_releasable`, `already_issued` (409). */
export const releaseAccount = (ctx: ServiceContext, one: OneAccount): Promise<RunAccountView> =>
  changeOne(ctx, one, releaseAccounts);

async function changeOne(
  ctx: ServiceContext,
  { runId, accountId, reason }: OneAccount,
  change: (
    ctx: ServiceContext,
    runId: string,
    request: Parameters<typeof holdAccounts>[2],
  ) => Promise<HoldOutcome>,
): Promise<RunAccountView> {
  const outcome = await change(ctx, runId, { filter: { accountIds: [accountId] }, reason });
  const [refusal] = outcome.skipped;
  if (refusal) throw conflict(refusal.code, refusal.message);
  if (outcome.matched === 0) throw notFound('The account in this run');
  return getRunAccount(ctx, runId, accountId);
}
