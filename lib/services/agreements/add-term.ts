import { findAgreement, insertTerm } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { withTenant, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { readTerm, requireAgreementCurrency, type TermInput } from '@/lib/services/agreements/read-term';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** An offering's own term under an agreement; it goes before the general one. Fails: `not_found`, `invalid_term`. */
export async function addTerm(
  ctx: ServiceContext,
  agreementId: string,
  input: TermInput & { offeringId: string },
): Promise<{ id: string }> {
  authorise(ctx, 'agreement.manage');
  const scope = scopeOf(ctx.actor);
  const agreement = await withTenantSql(scope, (sql) => findAgreement(sql, agreementId));
  if (!agreement) throw notFound('The agreement');
  const term = readTerm(input, requireAgreementCurrency(agreement.currency), 'term');
  await withTenant(scope, async (tx) => {
    await insertTerm(tx, ctx.actor.operatorId, agreementId, term);
    await appendAudit(tx, ctx.actor, {
      action: 'agreement.term-added',
      entityType: 'agreement',
      entityId: agreementId,
      after: term,
    });
  });
  return { id: term.id };
}
