import { lockAgreements } from '@/lib/db/agreement-drafts';
import { findVersionOn } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { findOffering } from '@/lib/db/catalogue';
import { replaceChain } from '@/lib/db/offering-chains';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency } from '@/lib/domain/money/currency';
import { arrangeChain } from '@/lib/domain/settlement/arrange-chain';
import { type ChainPlace, checkChain } from '@/lib/domain/settlement/check-chain';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import { AppError, invalid, notFound } from '@/lib/errors';
import { chainAboveWhole } from '@/lib/services/agreements/require-within-whole';
import { type ChainTerm, showShares, termFor } from '@/lib/services/catalogue/show-shares';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ChainInput = {
  /** Agreements, one for each party behind the offering, in any order; any version of them. Who pays whom makes a tree of them. */
  agreements: readonly string[];
  /** The first day of charges that it holds for. */
  validFrom: string;
};

/**
 * Says who stands behind an offering from a day on. Charges of days before it keep the chain that they had; each place follows its
 * agreement's versions. Fails: `not_found`, `own_offering`, `date_order`, `missing_agreement`, `not_signed`, and `invalid_chain` with what
 * `checkChain` finds, or `shares_above_whole` on a day to come.
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
    const found = issues.length > 0 ? issues : await chainAboveWhole(sql, offering, validFrom, places);
    if (found.length > 0) throw new AppError('invalid', 'invalid_chain', 'The chain is not valid.', found);
    const agreementIds = inOrder(operator.partyId, supplier.id, places);
    await replaceChain(sql, { operatorId, offeringId, validFrom, agreementIds });
    const entity = { entityType: 'product_offering', entityId: offeringId };
    const after = { offering: offering.slug, validFrom, agreements: agreementIds };
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

/** As chains are stored: payers before those whom they pay, the supplier's place first, by which the section of the bill goes. */
function inOrder(operatorId: string, supplierId: string, places: readonly ReadPlace[]): string[] {
  const isSuppliers = ({ partnerId }: ReadPlace) => partnerId === supplierId;
  const others = places.filter((place) => !isSuppliers(place));
  const arranged = arrangeChain(operatorId, [...places.filter(isSuppliers), ...others]);
  return arranged.map(({ place }) => place.agreementId);
}

type ReadPlace = ChainPlace & { agreementId: string };

async function readPlaces(
  sql: Sql,
  offering: { id: string; category: string },
  agreementIds: readonly string[],
  on: string,
): Promise<ReadPlace[]> {
  const places: ReadPlace[] = [];
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
      agreementId: id,
      ...{ payerId: agreement.payer.id, partnerId: agreement.partner.id, isSigned: true, currency: of },
      ...{ validFrom: agreement.validFrom, validTo: agreement.validTo },
      term: parsed?.ok ? parsed.value : null,
    });
  }
  return places;
}
