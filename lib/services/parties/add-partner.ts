import { listAgreements } from '@/lib/db/agreements';
import { wholeList } from '@/lib/db/keyset';
import { findParty } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type AgreementInput, createAgreement } from '@/lib/services/agreements/create-agreement';
import { readTerm, requireAgreementCurrency } from '@/lib/services/agreements/read-term';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { createPartner, type PartyInput } from '@/lib/services/parties/create-party';

export type NewPartnerInput = Omit<PartyInput, 'slug'> &
  Pick<AgreementInput, 'role' | 'currency' | 'validFrom'> &
  Required<Pick<AgreementInput, 'latePolicy'>> & {
    /** Null: made of the name. */
    slug: string | null;
    ratingMode: 'hub' | 'partner' | 'file';
    /** The partner's part of what it sells, as decimal text. */
    ratePercent: string;
  };

/**
 * Adds a partner and signs its first agreement with the operator: a percentage of what it sells. What is agreed is read first, so that a mistake in
 * it leaves no partner without one; and a partner that a crash has left without one is given it when it is added again. Fails: `unknown_currency`, `invalid_term`, `invalid_slug`, `invalid_country`, `slug_taken`.
 */
export async function addPartner(
  ctx: ServiceContext,
  { slug, ratingMode, ratePercent, role, currency, validFrom, latePolicy, ...party }: NewPartnerInput,
): Promise<{ slug: string }> {
  authorise(ctx, 'agreement.manage');
  const term = { kind: 'percentage', terms: { ratePercent } };
  readTerm(term, requireAgreementCurrency(currency), 'ratePercent');
  const { partyId: payerId } = await getOperator(ctx);
  const own = slug ?? slugOf(party.name);
  const partnerId =
    (await unfinished(ctx, own, party)) ?? (await createPartner(ctx, { ...party, slug: own, ratingMode })).id;
  const agreed = { role, currency, validFrom, latePolicy, terms: [term] };
  await createAgreement(ctx, { payerId, partnerId, ...agreed });
  return { slug: own };
}

/** The very same partner, when it is there and nothing was ever agreed with it. */
const unfinished = (
  ctx: ServiceContext,
  slug: string,
  party: Omit<PartyInput, 'slug'>,
): Promise<string | null> =>
  withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const found = await findParty(sql, 'partner', slug);
    const isSame =
      found &&
      (['name', 'legalName', 'country', 'vatId'] as const).every((fact) => found[fact] === party[fact]);
    if (!isSame) return null;
    const agreed = await listAgreements(sql, { ...wholeList, filters: { party: [found.id] } });
    return agreed.data.length === 0 ? found.id : null;
  });

/** "Café Zürich & Co." is cafe-zurich-co. */
const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
