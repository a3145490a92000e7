import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { insertOperator } from '@/lib/db/operators';
import { type Address, insertParty } from '@/lib/db/parties';
import { withTenant } from '@/lib/db/tenant';
import { systemActor } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { isTimeZone } from '@/lib/domain/period/zone';
import { invalid } from '@/lib/errors';
import { requireSlug } from '@/lib/services/parties/slug';

export type OperatorInput = {
  slug: string;
  name: string;
  legalName: string;
  country: string;
  vatId: string | null;
  address: Address;
  email: string | null;
  currency: string;
  timeZone: string;
  isDemo?: boolean;
};

/**
 * Founds an operator with its own legal party. There is nobody yet who could be allowed to: set-up and seeds call it, no route
 * does. Fails: `invalid_slug`, `unknown_currency`, `unknown_time_zone`.
 */
export async function createOperator(input: OperatorInput): Promise<{ operatorId: string; partyId: string }> {
  requireSlug(input.slug);
  if (!isCurrency(input.currency)) {
    throw invalid('unknown_currency', 'currency', `${input.currency} is not an ISO 4217 currency.`);
  }
  if (!isTimeZone(input.timeZone)) {
    throw invalid('unknown_time_zone', 'timeZone', `${input.timeZone} is not an IANA time zone.`);
  }
  const operatorId = newId();
  const partyId = newId();
  const { slug, name, legalName, country, vatId, address, email, currency, timeZone, isDemo = false } = input;
  await withTenant({ operatorId, partnerId: null, customerId: null }, async (tx) => {
    await insertOperator(tx, { id: operatorId, slug, name, timeZone, currency, partyId, isDemo });
    const party = {
      id: partyId,
      kind: 'operator',
      slug,
      name,
      legalName,
      country,
      vatId,
      address,
      email,
    } as const;
    await insertParty(tx, operatorId, { ...party, isBusiness: true, ratingMode: null, state: 'active' });
    await appendAudit(tx, systemActor(operatorId), {
      action: 'operator.created',
      entityType: 'operator',
      entityId: operatorId,
      after: { slug, name, currency, timeZone },
    });
  });
  return { operatorId, partyId };
}
