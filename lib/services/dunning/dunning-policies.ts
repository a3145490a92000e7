import { appendAudit } from '@/lib/db/audit';
import {
  type DunningPolicyRow,
  listCustomerGroups,
  listDunningPolicies,
  saveDunningPolicy,
} from '@/lib/db/dunning-policies';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { badStage } from '@/lib/domain/billing/dunning';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

/** Of every customer who is in no group of its own policy. */
export const DEFAULT_GROUP = 'default';
const MOST_STAGES = 10;

export type DunningPolicies = {
  data: (DunningPolicyRow & { changedAt: string; changedBy: string })[];
  /** Groups that customers are in, with how many. */
  groups: { customerGroup: string; customers: number }[];
};

/** What happens to whom how long after a bill is due. A group without a policy has the default's; without that nothing happens. */
export async function listPolicies(ctx: ServiceContext): Promise<DunningPolicies> {
  authorise(ctx, 'dunning.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => ({
    data: await listDunningPolicies(sql),
    groups: await listCustomerGroups(sql),
  }));
}

/**
 * Writes a group's policy, which holds from the next sweep on; stages that accounts have reached stay reached. No stages: nobody of the group is
 * written to. Fails: `bad_minimum`, `bad_stage`, `too_many_stages`.
 */
export async function savePolicy(ctx: ServiceContext, policy: DunningPolicyRow): Promise<DunningPolicyRow> {
  authorise(ctx, 'dunning.manage');
  const minimum = parseDecimal(policy.minimum);
  if (minimum === null || minimum < 0n)
    throw invalid('bad_minimum', 'minimum', 'Write an amount of nothing or more, such as 10.00.');
  if (policy.stages.length > MOST_STAGES)
    throw invalid('too_many_stages', 'stages', `A policy has up to ${MOST_STAGES} stages.`);
  const wrong = badStage(policy.stages);
  if (wrong !== null) {
    const message = 'Each stage comes later than the one before, after 1 to 730 days, and none is milder.';
    throw invalid('bad_stage', `stages.${wrong}`, message);
  }
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const before = (await listDunningPolicies(sql)).find(
      ({ customerGroup }) => customerGroup === policy.customerGroup,
    );
    await saveDunningPolicy(sql, ctx.actor.operatorId, policy, { at: ctx.now, by: actorName(ctx.actor) });
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'dunning-policy.changed', entityType: 'operator', entityId: ctx.actor.operatorId },
      ...(before && { before: { minimum: before.minimum, stages: before.stages } }),
      after: policy,
    });
    return policy;
  });
}
