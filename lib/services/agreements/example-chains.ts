import { type AgreementRow, type AgreementTermRow, findVersionOn, listAgreements } from '@/lib/db/agreements';
import { findOffering, listOfferings } from '@/lib/db/catalogue';
import { wholeList } from '@/lib/db/keyset';
import { findOperator } from '@/lib/db/operators';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { termFor } from '@/lib/services/catalogue/show-shares';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ChainLinkView = {
  agreementId: string;
  payerId: string;
  partyId: string;
  name: string;
  slug: string;
  kind: string;
  basis: string;
  terms: Record<string, unknown>;
};

/** A chain in which an agreement of two parties stands: all of its other places, those before and those after it in the chain's order. */
export type ExampleChainView = {
  /** Null: the agreement with who is above its payer, whatever is sold. */
  offering: { id: string; name: string; category: string } | null;
  /** False: nobody put a chain together, and what the partner bills of it goes by its agreement with the operator alone. */
  hasChain: boolean;
  above: ChainLinkView[];
  below: ChainLinkView[];
};

/**
 * The chains in which an agreement of these two parties stands: alone under whoever pays its payer, and for each offering they sell. Others
 * in them go by what is signed and valid now, as far as the actor may see it. Amounts in other currencies leave a chain out.
 */
export async function exampleChains(
  ctx: ServiceContext,
  { payerId, partnerId, currency }: { payerId: string; partnerId: string; currency: string },
): Promise<ExampleChainView[]> {
  authorise(ctx, 'partner.read');
  const on = ctx.now.slice(0, 10);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const above = await linksAbove(sql, payerId, on);
    const operator = await findOperator(sql);
    const chains: ExampleChainView[] = [{ offering: null, hasChain: true, above, below: [] }];
    const offerings = (await listOfferings(sql, partnerId, wholeList)).data.slice(0, MOST_OFFERINGS);
    for (const { id, name, category } of offerings) {
      const offering = { id, name, category };
      const links = await linksOf(sql, id, on);
      if (links.length === 0 && payerId === operator?.partyId) {
        chains.push({ offering, hasChain: false, above: [], below: [] });
      }
      const at = links.findIndex(
        ({ agreement }) => agreement.partner.id === partnerId && agreement.payer.id === payerId,
      );
      if (at === -1) continue;
      const views = links.map(({ agreement, term }) => term && viewOf(agreement, term, currency));
      const [before, after] = [views.slice(0, at), views.slice(at + 1)];
      if ([...before, ...after].some((view) => view === null)) continue;
      const present = (list: typeof views) => list.filter((view) => view !== null);
      chains.push({ offering, hasChain: true, above: present(before), below: present(after) });
    }
    return chains;
  });
}

const MOST_OFFERINGS = 20;

async function linksOf(sql: Sql, offeringId: string, on: string) {
  const offering = await findOffering(sql, null, offeringId, on);
  const links: { agreement: AgreementRow; term: AgreementTermRow | null }[] = [];
  for (const { agreementId } of offering?.chain ?? []) {
    const agreement = await findVersionOn(sql, agreementId, on);
    if (agreement && offering) links.push({ agreement, term: termFor(agreement.terms, offering) });
  }
  return links;
}

/** From the operator down to a reseller, by general terms; none where the payer is the operator. */
async function linksAbove(sql: Sql, payerId: string, on: string): Promise<ChainLinkView[]> {
  const links: ChainLinkView[] = [];
  const seen = new Set<string>();
  for (let party = payerId; !seen.has(party); ) {
    seen.add(party);
    const filters = { party: [party], state: ['signed'] };
    const { data } = await listAgreements(sql, { ...wholeList, filters });
    const paying = data.find(
      ({ partner, validFrom, validTo }) =>
        partner.id === party && validFrom <= on && (validTo === null || on < validTo),
    );
    const term = paying && termFor(paying.terms, NO_OFFERING);
    const link = paying && term && viewOf(paying, term, paying.currency);
    if (!paying || !link) break;
    links.unshift(link);
    party = paying.payer.id;
  }
  return links;
}

const NO_OFFERING = { id: '', category: '' };

function viewOf(agreement: AgreementRow, term: AgreementTermRow, currency: string): ChainLinkView | null {
  const { kind, basis, terms } = term;
  const namesAmounts = kind !== 'percentage' || terms.cap != null || terms.minimumGuarantee != null;
  if (namesAmounts && agreement.currency !== currency) return null;
  const { id, name, slug } = agreement.partner;
  const parties = { payerId: agreement.payer.id, partyId: id, name, slug };
  return { agreementId: agreement.id, ...parties, kind, basis, terms };
}
