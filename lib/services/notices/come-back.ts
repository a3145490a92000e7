import { hasOpenBudget } from '@/lib/db/budget-sweep';
import { nextMailAt } from '@/lib/db/mail';
import { listOperatorIds, type Sql, withTenantSql } from '@/lib/db/tenant';
import { hasActiveEndpoint } from '@/lib/db/webhook-dispatch';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import { enqueue } from '@/lib/queue/enqueue';
import type { ServiceContext } from '@/lib/services/context';

type Round = 'budget.sweep' | 'webhook.dispatch' | 'mail.send';

/** Whether there is anything that a round would look at; where there is not, rounds end until there is. */
const HAS_WORK: Readonly<Record<Round, (sql: Sql) => Promise<boolean>>> = {
  'budget.sweep': hasOpenBudget,
  'webhook.dispatch': hasActiveEndpoint,
  'mail.send': async (sql) => env().SMTP_URL !== undefined && (await nextMailAt(sql)) !== null,
};

/** Enqueues an operator's next round of a kind, one at most, when it has work. */
export async function comeBack(ctx: ServiceContext, round: Round, runAt: string): Promise<void> {
  const { operatorId } = ctx.actor;
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    if (!(await HAS_WORK[round](sql))) return;
    await enqueue(sql, round, { operatorId }, { jobKey: `${round}:${operatorId}`, runAt });
  });
}

/** Every minute: begins the rounds of operators that have work, and mends what a crash has torn. Only a worker sees all operators. */
export async function wakeNotices(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    const ctx = { actor: systemActor(operatorId), now };
    for (const round of Object.keys(HAS_WORK) as Round[]) await comeBack(ctx, round, now);
  }
}

/** Every hour: the looks that take longer, one job an operator. */
export async function wakeWatches(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), async (sql) => {
      for (const job of ['usage.watch', 'partner-accrual.compute', 'difference.sweep'] as const) {
        await enqueue(sql, job, { operatorId }, { jobKey: `${job}:${operatorId}`, runAt: now });
      }
    });
  }
}
