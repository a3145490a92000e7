import { type AgreementRow, type AgreementTermRow, findVersionOn } from '@/lib/db/agreements';
import { type ChainRow, findOffering } from '@/lib/db/catalogue';
import { listPlannedChains, type PlannedChain } from '@/lib/db/offering-chains';
import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE } from '@/lib/domain/money/decimal';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { arrangeChain } from '@/lib/domain/settlement/arrange-chain';
import { chooseTerm } from '@/lib/domain/settlement/choose-term';
import { computeShares } from '@/lib/domain/settlement/compute-shares';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import type { Share } from '@/lib/domain/settlement/share';
import { type ChainLink, namesAmounts, payerIndexOf } from '@/lib/domain/settlement/terms';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Who gets what of one unit sold for `amount`, by the terms that bills are settled by. */
export type ShareExample = {
  currency: string;
  amount: string;
  shares: {
    partyId: string;
    slug: string;
    name: string;
    isOperator: boolean;
    /** Who pays it; null for the operator. */
    payerId: string | null;
    received: string;
    /** Of what it received, what stays with it; they sum to `amount`. */
    amount: string;
  }[];
};

/** A place of the chain, payers before those whom they pay, with the version of its agreement that is valid now, and the term of that which holds for this offering. */
export type ChainTerm = {
  position: number;
  /** The position of the place whose party pays; null: the operator does. */
  below: number | null;
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
    for (const { place, below } of placesOf(operator.partyId, offering.chain)) {
      const row = await findVersionOn(sql, place.agreementId, on);
      if (!row) continue;
      const { terms, ...agreement } = row;
      chain.push({ position: place.position, below, agreement, term: termFor(terms, offering) });
    }
    const house = { id: operator.partyId, slug: operator.slug, name: operator.name };
    const examples = offering.currencies.flatMap((currency) => exampleIn(currency, chain, house) ?? []);
    const planned = await listPlannedChains(sql, offering.id, on);
    return { chain, planned, examples };
  });
}

/** In the order of computing, with the position of the payer's place. */
function placesOf(operatorId: string, chain: readonly ChainRow[]) {
  const places = chain.map((row) => ({ ...row, payerId: row.payer.id, partnerId: row.partner.id }));
  const arranged = arrangeChain(operatorId, places);
  return arranged.map(({ place, payerIndex }) => ({
    place,
    below: arranged[payerIndex]?.place.position ?? null,
  }));
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
    shares: shares.map(({ partyId, receivedMinor, amountMinor }, index) => ({
      partyId,
      payerId: payerOf(shares, links, index - 1),
      received: formatMinor(receivedMinor, currency),
      slug: parties.get(partyId)!.slug,
      name: parties.get(partyId)!.name,
      isOperator: partyId === house.id,
      amount: formatMinor(amountMinor, currency),
    })),
  };
}

function payerOf(shares: readonly Share[], links: readonly ChainLink[], index: number): string | null {
  const link = links[index];
  return link ? shares[payerIndexOf(link, index) + 1]!.partyId : null;
}

/** Null when a term is missing, or counts in a currency that is not the one asked for. */
function linksIn(currency: Currency, chain: readonly ChainTerm[]): ChainLink[] | null {
  const links: ChainLink[] = [];
  for (const { below, agreement, term } of chain) {
    if (!term || !isCurrency(agreement.currency)) return null;
    const { id: termId, kind, basis, terms } = term;
    const parsed = parseTerm({ termId, kind, basis, terms }, agreement.currency);
    if (!parsed.ok) return null;
    const { value } = parsed;
    if (namesAmounts(value) && agreement.currency !== currency) return null;
    const payerIndex = chain.findIndex(({ position }) => position === below);
    if (below !== null && payerIndex === -1) return null;
    links.push({ partyId: agreement.partner.id, term: value, payerIndex });
  }
  return links;
}
