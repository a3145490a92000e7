import type { PayingAccount } from '@/lib/db/open-items';
import type { Sql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';
import { type MoneySource, putOnBills } from '@/lib/services/payments/put-on-bills';
import { recoverWriteOffs } from '@/lib/services/write-offs/recover-write-offs';

/**
 * Money that nothing open needs pays what was written off, and the shares that were forgone with it are due after all. In the transaction
 * that took the money in, whose account's written-off bills are locked with its open ones. `only`: of these bills.
 */
export async function payWrittenOff(
  sql: Sql,
  ctx: ServiceContext,
  account: PayingAccount,
  money: MoneySource & { currency: string; leftMinor: bigint; only?: ReadonlySet<string> },
): Promise<void> {
  const { currency, leftMinor, only, ...source } = money;
  const from = { billingAccountId: account.id, currency, only };
  const allocations = await recoverWriteOffs(sql, ctx, from, leftMinor);
  await putOnBills(sql, ctx, account, source, { allocations });
}
