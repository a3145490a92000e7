import { lockAgreements } from '@/lib/db/agreement-drafts';
import { type AgreementRow, findAgreement } from '@/lib/db/agreements';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { checkAgainstOthers } from '@/lib/services/agreements/check-against-others';
import { readAgreement } from '@/lib/services/agreements/read-agreement';
import { writeDraft } from '@/lib/services/agreements/save-draft';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * A draft that says what a signed agreement says, from a later day on. The old one ends on that day once the new one is signed.
 * Fails: `not_found`, `not_signed`, and those of `checkAgainstOthers`.
 */
export async function createVersion(
  ctx: ServiceContext,
  id: string,
  { validFrom }: { validFrom: string },
): Promise<AgreementRow> {
  authorise(ctx, 'agreement.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockAgreements(sql, ctx.actor.operatorId);
    const old = await findAgreement(sql, id);
    if (!old) throw notFound('The agreement');
    if (old.state !== 'signed') throw conflict('not_signed', 'A draft is changed itself. Sign it first.');
    const content = {
      payerId: old.payer.id,
      partnerId: old.partner.id,
      role: old.role,
      currency: old.currency,
      validFrom,
      validTo: null,
      terms: old.terms.map(({ offering, ...term }) => ({ ...term, offeringId: offering?.id ?? null })),
    };
    await checkAgainstOthers(sql, { ...content, replacesId: old.id });
    const { maxChargeAgeMonths, latePolicy, selfBillingConsent, payoutFrequency } = old;
    const conditions = { maxChargeAgeMonths, latePolicy, selfBillingConsent, payoutFrequency };
    const draftId = await writeDraft(sql, ctx, await readAgreement(sql, content), old.id, conditions);
    return (await findAgreement(sql, draftId))!;
  });
}
