import {
  endAgreement,
  insertSignature,
  listSignedVersions,
  lockAgreements,
  markSigned,
} from '@/lib/db/agreement-drafts';
import { findAgreement } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { checkAgainstOthers } from '@/lib/services/agreements/check-against-others';
import { contentHash } from '@/lib/services/agreements/content-hash';
import { type AgreementContent, readAgreement } from '@/lib/services/agreements/read-agreement';
import { writeDraft } from '@/lib/services/agreements/save-draft';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

export type AgreementInput = AgreementContent & {
  maxChargeAgeMonths?: number;
  latePolicy?: 'hold' | 'carry_over' | 'estimate';
  selfBillingConsent?: boolean;
  payoutFrequency?: string;
};

/**
 * Records an agreement that both sides have signed elsewhere, with its settlement terms, which are checked by the domain before they are
 * stored. It follows the version before it, which ends on its first day.
 * Fails: `unknown_currency`, `invalid_term` with an issue for each mistake, `date_overlap`, `chain_cycle`.
 */
export async function createAgreement(ctx: ServiceContext, input: AgreementInput): Promise<{ id: string }> {
  authorise(ctx, 'agreement.manage');
  const { operatorId } = ctx.actor;
  const { maxChargeAgeMonths = 3, latePolicy = 'carry_over', selfBillingConsent = true } = input;
  const { payoutFrequency = 'monthly', ...content } = input;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockAgreements(sql, operatorId);
    const read = await readAgreement(sql, content);
    const last = (await listSignedVersions(sql, read.payerId, read.partnerId)).at(-1);
    const replacesId = last?.id ?? null;
    const ending = await checkAgainstOthers(sql, { ...read, replacesId });
    const conditions = { maxChargeAgeMonths, latePolicy, selfBillingConsent, payoutFrequency };
    const id = await writeDraft(sql, ctx, read, replacesId, conditions);
    const agreement = (await findAgreement(sql, id))!;
    const { partyId } = (await findOperator(sql))!;
    const signature = { agreementId: id, signedBy: actorName(ctx.actor), signedAt: ctx.now, onRecord: true };
    for (const each of new Set([partyId, read.payerId, read.partnerId])) {
      await insertSignature(sql, operatorId, {
        ...signature,
        partyId: each,
        contentHash: contentHash(agreement),
      });
    }
    if (ending) await endAgreement(sql, ending.id, ending.validTo);
    await markSigned(sql, id, ctx.now);
    await appendAudit(sql, ctx.actor, {
      action: 'agreement.signed',
      entityType: 'agreement',
      entityId: id,
      after: { ...conditions, onRecord: true },
    });
    return { id };
  });
}
