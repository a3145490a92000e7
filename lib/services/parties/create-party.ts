import { appendAudit } from '@/lib/db/audit';
import { isUniqueViolation } from '@/lib/db/conflicts';
import { newId } from '@/lib/db/id';
import { type Address, insertParty, type PartyRow, type RatingMode } from '@/lib/db/parties';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { requireSlug } from '@/lib/services/parties/slug';

export type PartyInput = {
  slug: string;
  name: string;
  legalName: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  vatId: string | null;
  isBusiness?: boolean;
  address: Address;
  email?: string | null;
};

/** Adds a partner, which sells through the operator. Fails: `invalid_slug`, `invalid_country`, `slug_taken`. */
export function createPartner(
  ctx: ServiceContext,
  input: PartyInput & { ratingMode: RatingMode },
): Promise<{ id: string }> {
  return createParty(ctx, 'partner', input, input.ratingMode);
}

/** Adds a customer; billing accounts come after. Fails as `createPartner`. */
export function createCustomer(ctx: ServiceContext, input: PartyInput): Promise<{ id: string }> {
  return createParty(ctx, 'customer', input, null);
}

async function createParty(
  ctx: ServiceContext,
  kind: PartyRow['kind'],
  input: PartyInput,
  ratingMode: RatingMode | null,
): Promise<{ id: string }> {
  authorise(ctx, 'party.manage');
  requireSlug(input.slug);
  if (!/^[A-Z]{2}$/.test(input.country)) {
    throw invalid('invalid_country', 'country', 'A country is its two capital letters, as PL.');
  }
  const { operatorId } = ctx.actor;
  const { slug, name, legalName, country, vatId, isBusiness = true, address, email = null } = input;
  const party = { id: newId(), kind, slug, name, legalName, country, vatId, isBusiness, address, email };
  try {
    await withTenant(scopeOf(ctx.actor), async (tx) => {
      await insertParty(tx, operatorId, { ...party, ratingMode, state: 'active' });
      await appendAudit(tx, ctx.actor, {
        action: `${kind}.created`,
        entityType: 'party',
        entityId: party.id,
        after: { slug, name, country },
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw conflict('slug_taken', `There is a ${kind} with the short name ${slug} already.`);
  }
  return { id: party.id };
}
