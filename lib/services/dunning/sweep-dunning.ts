import {
  type DunningAccountRow,
  findSweep,
  insertSweep,
  listSettledCases,
  nextDunningAccounts,
} from '@/lib/db/dunning';
import { listDunningPolicies } from '@/lib/db/dunning-policies';
import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { DunningPolicy } from '@/lib/domain/billing/dunning';
import { isCurrency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { exactFromDecimal, toMinor } from '@/lib/domain/money/exact';
import { civilDateAt } from '@/lib/domain/period/zone';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { dunAccount } from '@/lib/services/dunning/dun-account';
import { DEFAULT_GROUP } from '@/lib/services/dunning/dunning-policies';

export type Sweep = { on: string; accounts: number; notices: number; left: number };

const ACCOUNTS_AT_ONCE = 200;

/**
 * One day of dunning, in the operator's zone: every account with something overdue, one transaction each. A sweep that dies has done whole
 * accounts, and one that comes again on the same day finds them done; once all are, the day is closed. Who owes nothing overdue any more
 * leaves at any hour. Without a policy nobody is written to.
 */
export async function sweepDunning(
  ctx: ServiceContext,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Sweep> {
  authorise(ctx, 'dunning.manage');
  const scope = scopeOf(ctx.actor);
  const { operatorId } = ctx.actor;
  const { today, policyOf, isSwept } = await withTenantSql(scope, async (sql) => {
    const operator = await findOperator(sql);
    const day = civilDateAt(ctx.now, operator!.timeZone);
    return {
      today: day,
      policyOf: policyFinder(await listDunningPolicies(sql)),
      isSwept: (await findSweep(sql, day)) !== null,
    };
  });
  const sweep = { on: today, accounts: 0, notices: 0, left: 0 };
  for (const id of await withTenantSql(scope, (sql) => listSettledCases(sql, today))) {
    const done = await withTenantSql(scope, (sql) => dunAccount(sql, ctx, id, { today, policyOf }));
    if (done === 'leave') sweep.left += 1;
  }
  if (isSwept) return sweep;
  for (let after: string | null = null; !signal?.aborted; ) {
    const ids: string[] = await withTenantSql(scope, (sql) =>
      nextDunningAccounts(sql, today, after, ACCOUNTS_AT_ONCE),
    );
    for (const id of ids) {
      if (signal?.aborted) return sweep;
      const done = await withTenantSql(scope, (sql) => dunAccount(sql, ctx, id, { today, policyOf }));
      sweep.accounts += 1;
      if (done === 'notice') sweep.notices += 1;
      if (done === 'leave') sweep.left += 1;
    }
    after = ids.at(-1) ?? null;
    if (ids.length === ACCOUNTS_AT_ONCE) continue;
    await withTenantSql(scope, async (sql) => {
      await insertSweep(sql, operatorId, { ...sweep, at: ctx.now });
      if (sweep.notices > 0)
        await enqueue(sql, 'mail.send', { operatorId }, { jobKey: `mail.send:${operatorId}` });
    });
    break;
  }
  return sweep;
}

/** An account's policy: its customer's group's, else the default; null where there is neither. */
function policyFinder(policies: Awaited<ReturnType<typeof listDunningPolicies>>) {
  const byGroup = new Map(policies.map((policy) => [policy.customerGroup, policy]));
  return ({ customer, currency }: DunningAccountRow): DunningPolicy | null => {
    const policy = byGroup.get(customer.customerGroup) ?? byGroup.get(DEFAULT_GROUP);
    if (!policy || !isCurrency(currency)) return null;
    const minimumMinor = toMinor(exactFromDecimal(decimal(policy.minimum)), currency);
    return { minimumMinor, stages: policy.stages };
  };
}
