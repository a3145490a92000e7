import { type AgreementRow, type AgreementTermRow, findVersionOn } from '@/lib/db/agreements';
import { findOffering, listPlannedChains, type PlannedChain } from '@/lib/db/catalogue';
import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE } from '@/lib/domain/money/decimal';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { chooseTerm } from '@/lib/domain/settlement/choose-term';
import { computeShares } from '@/lib/domain/settlement/compute-shares';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import { type ChainLink, namesAmounts } from '@/lib/domain/settlement/terms';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Who gets what of one unit sold for `amount`, by the terms that bills are settled by. */
export type ShareExample = {
  currency: string;
  amount: string;
  shares: { partyId: string; slug: string; name: string; isOperator: boolean; amount: string }[];
};

/** A link of the chain with the version of its agreement that is valid now, and the term of that which holds for this offering. */
export type ChainTerm = {
  position: number;
  agreement: Omit<AgreementRow, 'terms'>;
  term: AgreementRow['terms'][number] | null;
};

/**
 * The chain behind an offering on a day with its terms, those planned after it, and 100 in each currency it is sold in taken down it.
 * A currency in which a term names amounts of another has no example. Fails: `not_found`.
 */
export async function showShares(
  ctx: ServiceContext,
  idOrSlug: string,
  on: string = ctx.now.slice(0, 10),
): Promise<{ chain: ChainTerm[]; planned: PlannedChain[]; examples: ShareExample[] }> {
  authorise(ctx, 'catalogue.read');
  const scope = scopeOf(ctx.actor);
  return withTenantSql(scope, async (sql) => {
    const offering = await findOffering(sql, scope.partnerId, idOrSlug, on);
    const operator = await findOperator(sql);
    if (!offering || !operator) throw notFound('The offering');
    const chain: ChainTerm[] = [];
    for (const { position, agreementId } of offering.chain) {
      const row = await findVersionOn(sql, agreementId, on);
      if (!row) continue;
      const { terms, ...agreement } = row;
      chain.push({ position, agreement, term: termFor(terms, offering) });
    }
    const house = { id: operator.partyId, slug: operator.slug, name: operator.name };
    const examples = offering.currencies.flatMap((currency) => exampleIn(currency, chain, house) ?? []);
    const planned = await listPlannedChains(sql, offering.id, on);
    return { chain, planned, examples };
  });
}

/** An offering's own term goes first, then its category's, then the general one. */
export function termFor(
  terms: readonly AgreementTermRow[],
  offering: { id: string; category: string },
): AgreementTermRow | null {
  const places = terms.map((term) => ({
    term,
    offeringId: term.offering?.id ?? null,
    category: term.category,
  }));
  return chooseTerm(places, offering)?.term ?? null;
}

type House = { id: string; slug: string; name: string };

function exampleIn(currency: string, chain: readonly ChainTerm[], house: House): ShareExample | null {
  if (!isCurrency(currency)) return null;
  const links = linksIn(currency, chain);
  const sold = parseMoney('100', currency);
  if (!links || !sold) return null;
  const line = { amountMinor: sold.amountMinor, currency, quantity: DECIMAL_ONE };
  const parties = new Map([house, ...chain.map(({ agreement }) => agreement.partner)].map((p) => [p.id, p]));
  const shares = computeShares(line, links, house.id, { explain: false });
  return {
    currency,
    amount: formatMinor(sold.amountMinor, currency),
    shares: shares.map(({ partyId, amountMinor }) => ({
      partyId,
      slug: parties.get(partyId)!.slug,
      name: parties.get(partyId)!.name,
      isOperator: partyId === house.id,
      amount: formatMinor(amountMinor, currency),
    })),
  };
}

/** Null when a term is missing, or counts in a currency that is not the one asked for. */
function linksIn(currency: Currency, chain: readonly ChainTerm[]): ChainLink[] | null {
  const links: ChainLink[] = [];
  for (const { agreement, term } of chain) {
    if (!term || !isCurrency(agreement.currency)) return null;
    const { id: termId, kind, basis, terms } = term;
    const parsed = parseTerm({ termId, kind, basis, terms }, agreement.currency);
    if (!parsed.ok) return null;
    const { value } = parsed;
    if (namesAmounts(value) && agreement.currency !== currency) return null;
    links.push({ partyId: agreement.partner.id, term: value });
  }
  return links;
}
