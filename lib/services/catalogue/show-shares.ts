import { type AgreementRow, findAgreement } from '@/lib/db/agreements';
import { findOffering } from '@/lib/db/catalogue';
import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE } from '@/lib/domain/money/decimal';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { computeShares } from '@/lib/domain/settlement/compute-shares';
import { parseTerm } from '@/lib/domain/settlement/parse-term';
import type { ChainLink } from '@/lib/domain/settlement/terms';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Who gets what of one unit sold for `amount`, by the terms that bills are settled by. */
export type ShareExample = {
  currency: string;
  amount: string;
  shares: { partyId: string; slug: string; name: string; isOperator: boolean; amount: string }[];
};

/** A link of the chain with the term that holds for this offering: its own first, else the agreement's general one. */
export type ChainTerm = {
  position: number;
  agreement: Omit<AgreementRow, 'terms'>;
  term: AgreementRow['terms'][number] | null;
};

/**
 * The chain behind an offering with its terms, and 100 in each currency it is sold in taken down it. A currency in which a term
 * names amounts of another has no example. Fails: `not_found`.
 */
export async function showShares(
  ctx: ServiceContext,
  idOrSlug: string,
): Promise<{ chain: ChainTerm[]; examples: ShareExample[] }> {
  authorise(ctx, 'catalogue.read');
  const scope = scopeOf(ctx.actor);
  return withTenantSql(scope, async (sql) => {
    const offering = await findOffering(sql, scope.partnerId, idOrSlug);
    const operator = await findOperator(sql);
    if (!offering || !operator) throw notFound('The offering');
    const chain: ChainTerm[] = [];
    for (const { position, agreementId } of offering.chain) {
      const row = await findAgreement(sql, agreementId);
      if (!row) continue;
      const { terms, ...agreement } = row;
      const own = terms.find((term) => term.offering?.id === offering.id);
      chain.push({ position, agreement, term: own ?? terms.find((term) => term.offering === null) ?? null });
    }
    const house = { id: operator.partyId, slug: operator.slug, name: operator.name };
    const examples = offering.currencies.flatMap((currency) => exampleIn(currency, chain, house) ?? []);
    return { chain, examples };
  });
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
    const namesAmounts =
      value.kind !== 'percentage' || value.capMinor != null || value.minimumGuaranteeMinor != null;
    if (namesAmounts && agreement.currency !== currency) return null;
    links.push({ partyId: agreement.partner.id, term: value });
  }
  return links;
}
