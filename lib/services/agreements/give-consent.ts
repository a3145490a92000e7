import { lockAgreement, setSelfBillingConsent } from '@/lib/db/agreement-drafts';
import { type AgreementRow, findAgreement } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { AppError, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { requirePerson } from '@/lib/services/require-person';

/**
 * The partner's word that the payer writes its invoices (self-billing), or that it takes that word back; payouts from then on follow it.
 * Only the partner itself gives it. Fails: `person_needed`, `not_found`, `forbidden` (the payer, or the operator, cannot).
 */
export async function giveSelfBillingConsent(
  ctx: ServiceContext,
  id: string,
  { consent }: { consent: boolean },
): Promise<AgreementRow> {
  authorise(ctx, 'agreement.sign');
  requirePerson(ctx);
  const seen = await withTenantSql(scopeOf(ctx.actor), (sql) => findAgreement(sql, id));
  if (!seen) throw notFound('The agreement');
  if (seen.partner.id !== ctx.actor.partyId) {
    throw new AppError('forbidden', 'forbidden', 'Only who is paid can agree to self-billing.');
  }
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await lockAgreement(sql, seen.id);
    const before = (await findAgreement(sql, seen.id))!;
    if (before.selfBillingConsent === consent) return before;
    await setSelfBillingConsent(sql, seen.id, consent);
    const entity = { entityType: 'agreement', entityId: seen.id };
    await appendAudit(sql, ctx.actor, {
      action: 'agreement.self-billing-changed',
      ...entity,
      before: { selfBillingConsent: before.selfBillingConsent },
      after: { selfBillingConsent: consent },
    });
    await appendEvent(sql, ctx.actor.operatorId, {
      ...{ type: 'agreement.self-billing-changed', ...entity },
      payload: { agreementId: seen.id, partner: seen.partner.slug, selfBillingConsent: consent },
      partyIds: [seen.payer.id, seen.partner.id],
    });
    return (await findAgreement(sql, seen.id))!;
  });
}
