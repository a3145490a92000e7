import { findAccount } from '@/lib/db/accounts';
import { findCycleSpec } from '@/lib/db/cycles';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt } from '@/lib/domain/period/zone';
import { notFound } from '@/lib/errors';
import { type AccountBillsInput, untilOf } from '@/lib/services/bill-runs/bill-accounts';
import { type CurrentBill, currentBill } from '@/lib/services/bills/current-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { cycleSpecOf } from '@/lib/services/cycles/cycle-row';

export type PreviewInput = { account: string } & Pick<AccountBillsInput, 'kind' | 'until'>;

/** The bill that `billAccounts` would draft for an account, and nothing written. Fails: `not_found`, `invalid_until`. */
export async function previewBill(ctx: ServiceContext, input: PreviewInput): Promise<CurrentBill> {
  authorise(ctx, 'bill-run.manage');
  const until = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const account = await findAccount(sql, input.account);
    if (!account) throw notFound('The billing account');
    const rhythm = cycleSpecOf((await findCycleSpec(sql, account.cycleSpec.id))!);
    const today = civilDateAt(ctx.now, rhythm.timeZone);
    return untilOf(input, cyclePeriodContaining(rhythm, today).period, today);
  });
  return currentBill(ctx, input.account, { kind: input.kind, until });
}
