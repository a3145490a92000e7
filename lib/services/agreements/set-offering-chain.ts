import { lockAgreements } from '@/lib/db/agreement-drafts';
import { findVersionOn } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { findOffering, replaceChain } from '@/lib/db/catalogue';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency } from '@/lib/domain/money/currency';
import { type ChainPlace, checkChain } from '@/lib/domain/settlement/check-chain';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import { AppError, invalid, notFound } from '@/lib/errors';
import { type ChainTerm, showShares, termFor } from '@/lib/services/catalogue/show-shares';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ChainInput = {
  /** Agreements, from the one that the operator pays down; any version of them. */
  agreements: readonly string[];
  /** The first day of charges that it holds for. */
  validFrom: string;
};

/**
 * Says who stands behind an offering from a day on. Charges of days before it keep the chain that they had; each place follows its
 * agreement's versions. Fails: `not_found`, `own_offering`, `date_order`, `unknown_agreement`, and `invalid_chain` with what `checkChain`
 * finds.
 */
export async function setOfferingChain(
  ctx: ServiceContext,
  idOrSlug: string,
  { agreements, validFrom }: ChainInput,
): Promise<{ chain: ChainTerm[] }> {
  authorise(ctx, 'agreement.manage');
  const { operatorId } = ctx.actor;
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockAgreements(sql, operatorId);
    const offering = await findOffering(sql, null, idOrSlug);
    const operator = await findOperator(sql);
    if (!offering || !operator) throw notFound('The offering');
    const { id: offeringId, supplier } = offering;
    if (supplier.id === operator.partyId) {
      throw invalid('own_offering', 'chain', 'The operator’s own offerings are shared with nobody.');
    }
    if (validFrom < offering.validFrom) {
      throw invalid('date_order', 'validFrom', `The offering is sold from ${offering.validFrom} on.`);
    }
    const places = await readPlaces(sql, offering, agreements, validFrom);
    const issues = checkChain(
      { operatorId: operator.partyId, supplierId: supplier.id, from: validFrom },
      places,
    );
    if (issues.length > 0) throw new AppError('invalid', 'invalid_chain', 'The chain is not valid.', issues);
    await replaceChain(sql, { operatorId, offeringId, validFrom, agreementIds: agreements });
    const entity = { entityType: 'product_offering', entityId: offeringId };
    const after = { offering: offering.slug, validFrom, agreements };
    await appendAudit(sql, ctx.actor, {
      action: 'offering.chain-set',
      ...entity,
      before: offering.chain,
      after,
    });
    await appendEvent(sql, operatorId, {
      ...{ type: 'offering.chain-set', ...entity, payload: { offering: offering.slug, validFrom } },
      partyIds: places.map(({ partnerId }) => partnerId),
    });
  });
  return { chain: (await showShares(ctx, idOrSlug, validFrom)).chain };
}

async function readPlaces(
  sql: Sql,
  offering: { id: string; category: string },
  agreementIds: readonly string[],
  on: string,
): Promise<ChainPlace[]> {
  const places: ChainPlace[] = [];
  if (agreementIds.length === 0)
    throw invalid('missing_agreement', 'chain', 'Choose at least one agreement.');
  for (const [index, id] of agreementIds.entries()) {
    const agreement = await findVersionOn(sql, id, on);
    if (!agreement) {
      throw invalid('not_signed', `chain.${index}`, 'There is no such signed agreement.');
    }
    const row = termFor(agreement.terms, offering);
    const of = currency(agreement.currency);
    const parsed = row && parseTerm({ ...row, termId: row.id }, of);
    places.push({
      ...{ payerId: agreement.payer.id, partnerId: agreement.partner.id, isSigned: true, currency: of },
      ...{ validFrom: agreement.validFrom, validTo: agreement.validTo },
      term: parsed?.ok ? parsed.value : null,
    });
  }
  return places;
}
