import { appendAudit } from '@/lib/db/audit';
import { type DisputePolicyRow, findDisputePolicy, saveDisputePolicy } from '@/lib/db/dispute-policy';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { DEFAULT_DISPUTE_POLICY, type DisputePolicy } from '@/lib/domain/billing/dispute-due';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** How long partners have to answer. */
export async function getDisputePolicy(ctx: ServiceContext): Promise<DisputePolicy> {
  authorise(ctx, 'dispute.decide');
  return (await withTenantSql(scopeOf(ctx.actor), findDisputePolicy)) ?? DEFAULT_DISPUTE_POLICY;
}

/** Changes it for disputes that are raised from now on; those that wait keep the day they were given. Fails: `bad_days`. */
export async function changeDisputePolicy(
  ctx: ServiceContext,
  policy: DisputePolicyRow,
): Promise<DisputePolicy> {
  authorise(ctx, 'dispute.decide');
  const { answerWorkingDays, remindWorkingDays } = policy;
  if (answerWorkingDays < 1 || answerWorkingDays > 60) {
    throw invalid('bad_days', 'answerWorkingDays', 'Give partners from 1 to 60 working days.');
  }
  if (remindWorkingDays < 0 || remindWorkingDays >= answerWorkingDays) {
    throw invalid(
      'bad_days',
      'remindWorkingDays',
      'Remind before the answer is due, and after it was asked for.',
    );
  }
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const before = (await findDisputePolicy(sql)) ?? DEFAULT_DISPUTE_POLICY;
    await saveDisputePolicy(sql, ctx.actor.operatorId, policy);
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'dispute-policy.changed', entityType: 'operator', entityId: ctx.actor.operatorId },
      ...{ before, after: policy },
    });
    return policy;
  });
}
