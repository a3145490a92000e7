import { insertAgreement, type NewTerm } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { isUniqueViolation } from '@/lib/db/conflicts';
import { newId } from '@/lib/db/id';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict } from '@/lib/errors';
import { readTerm, requireAgreementCurrency, type TermInput } from '@/lib/services/agreements/read-term';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AgreementInput = {
  /** The operator's own party, or the reseller above the partner. */
  payerId: string;
  partnerId: string;
  version?: number;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo?: string | null;
  maxChargeAgeMonths?: number;
  latePolicy?: 'hold' | 'carry_over' | 'estimate';
  selfBillingConsent?: boolean;
  payoutFrequency?: string;
  /** Under which every offering without a term of its own is settled. */
  terms: TermInput[];
};

/**
 * Signs an agreement with its settlement terms, which are checked by the domain before they are stored.
 * Fails: `unknown_currency`, `invalid_term` with an issue for each mistake, `agreement_exists`.
 */
export async function createAgreement(ctx: ServiceContext, input: AgreementInput): Promise<{ id: string }> {
  authorise(ctx, 'agreement.manage');
  const currency = requireAgreementCurrency(input.currency);
  const terms: NewTerm[] = input.terms.map((term, index) => readTerm(term, currency, `terms.${index}`));
  const { payerId, partnerId, version = 1, role, validFrom, validTo = null } = input;
  const { maxChargeAgeMonths = 3, latePolicy = 'carry_over', selfBillingConsent = true } = input;
  const { payoutFrequency = 'monthly' } = input;
  const agreement = { id: newId(), payerId, partnerId, version, role, currency, validFrom, validTo };
  const { operatorId } = ctx.actor;
  try {
    await withTenant(scopeOf(ctx.actor), async (tx) => {
      const conditions = { maxChargeAgeMonths, latePolicy, selfBillingConsent, payoutFrequency };
      await insertAgreement(tx, operatorId, { ...agreement, ...conditions, signedAt: ctx.now, terms });
      await appendAudit(tx, ctx.actor, {
        action: 'agreement.signed',
        entityType: 'agreement',
        entityId: agreement.id,
        after: { ...agreement, ...conditions, terms },
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw conflict('agreement_exists', `Version ${version} of this agreement exists already.`);
  }
  return { id: agreement.id };
}
