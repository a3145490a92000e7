import { systemActor } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { createMembership } from '@/lib/services/identity/create-membership';
import { createUser } from '@/lib/services/identity/create-user';
import { createOperator } from '@/lib/services/operators/create-operator';
import { createCustomer, createPartner } from '@/lib/services/parties/create-party';

export type TestOperator = { ctx: ServiceContext; operatorId: string; partnerId: string; customerId: string };

export const PASSWORD = 'correct horse battery staple';
export const NOW = '2026-11-22T10:00:00.000Z';

/** An operator with one partner and one customer, made by the real services. */
export async function foundOperator(slug: string, options: { isDemo?: boolean } = {}): Promise<TestOperator> {
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: `${slug} sp. z o.o.`, country: 'PL', vatId: 'PL5260001246', address };
  const { operatorId } = await createOperator({
    slug,
    name: `Operator ${slug}`,
    ...legal,
    email: null,
    currency: 'EUR',
    timeZone: 'Europe/Warsaw',
    isDemo: options.isDemo ?? false,
  });
  const ctx: ServiceContext = { actor: systemActor(operatorId), now: NOW };
  const partner = {
    slug: `${slug}-partner`,
    name: `Partner of ${slug}`,
    ...legal,
    ratingMode: 'hub' as const,
  };
  const customer = { slug: `${slug}-customer`, name: `Customer of ${slug}`, ...legal };
  const { id: partnerId } = await createPartner(ctx, partner);
  const { id: customerId } = await createCustomer(ctx, customer);
  return { ctx, operatorId, partnerId, customerId };
}

/** A person with one membership in the operator itself. */
export async function employ(
  operator: TestOperator,
  email: string,
): Promise<{ userId: string; membershipId: string }> {
  const { id: userId } = await createUser(operator.ctx, { email, name: 'Ewa Nowak', password: PASSWORD });
  const grant = { userId, audience: 'operator', partyId: null, role: 'admin' } as const;
  const { id: membershipId } = await createMembership(operator.ctx, grant);
  return { userId, membershipId };
}
