import { appendAudit } from '@/lib/db/audit';
import { findPartyKind, upsertMembership } from '@/lib/db/memberships';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import type { Audience, Role, Scope } from '@/lib/domain/access/actor';
import { AppError, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * Lets a person work for the operator itself (`partyId` null), or for one of its partners or customers. Given twice
 * it is one membership with the last role. A partner's or customer's admin may only invite to their own party.
 * Fails: AppError `forbidden`, `party_mismatch`.
 */
export async function createMembership(
  ctx: ServiceContext,
  input: { userId: string; audience: Audience; partyId: string | null; role: Role },
): Promise<{ id: string }> {
  authorise(ctx, 'member.manage');
  return withTenantSql(grantScope(ctx), async (sql) => {
    await checkGrant(sql, ctx, input);
    const id = await upsertMembership(sql, { operatorId: ctx.actor.operatorId, ...input });
    await appendAudit(sql, ctx.actor, {
      action: 'membership.created',
      entityType: 'membership',
      entityId: id,
      after: input,
    });
    return { id };
  });
}

/** Access is written in the operator's scope, where the audit trail is; `checkGrant` keeps a party to itself. */
export const grantScope = (ctx: ServiceContext): Scope => ({
  operatorId: ctx.actor.operatorId,
  partnerId: null,
  customerId: null,
});

/** Whoever grants access grants it to a party they see, of the kind the audience says, and never above their own. */
export async function checkGrant(
  sql: Sql,
  ctx: ServiceContext,
  grant: { audience: Audience; partyId: string | null },
): Promise<void> {
  const { actor } = ctx;
  if (
    actor.audience !== 'operator' &&
    (grant.audience !== actor.audience || grant.partyId !== actor.partyId)
  ) {
    throw new AppError('forbidden', 'forbidden', 'Access can be given to your own party only.');
  }
  const expected = grant.audience === 'operator' ? null : grant.audience;
  const kind = grant.partyId === null ? null : await findPartyKind(sql, grant.partyId);
  if (kind !== expected) {
    throw invalid('party_mismatch', 'partyId', `A ${grant.audience}'s access needs a party of that kind.`);
  }
}
