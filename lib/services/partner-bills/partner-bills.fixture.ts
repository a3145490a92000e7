import { systemActor } from '@/lib/domain/access/actor';
import { createAccount } from '@/lib/services/accounts/create-account';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import type { ServiceContext } from '@/lib/services/context';
import { createCycleSpec } from '@/lib/services/cycles/create-cycle-spec';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { createOperator } from '@/lib/services/operators/create-operator';
import { createCustomer, createPartner } from '@/lib/services/parties/create-party';

export const NOW = '2026-11-22T10:00:00.000Z';

export type CloudWorld = {
  operator: ServiceContext;
  partner: ServiceContext;
  partnerId: string;
  otherPartner: ServiceContext;
  otherPartnerId: string;
  /** October 2026, ended. */
  cycle: string;
  specId: string;
  customerId: string;
  accounts: { usd: string; usd2: string; eur: string };
};

/** An operator with a cloud partner (agent, USD, charges up to 36 months old), another partner, and three accounts. */
export async function cloudWorld(slug: string): Promise<CloudWorld> {
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: `${slug} sp. z o.o.`, country: 'PL', vatId: 'PL5260001246', address };
  const { operatorId, partyId } = await createOperator({
    slug,
    name: slug,
    ...legal,
    email: null,
    currency: 'EUR',
    timeZone: 'Europe/Warsaw',
  });
  const operator: ServiceContext = { actor: systemActor(operatorId), now: NOW };
  const { id: partnerId } = await createPartner(operator, {
    slug: 'cumulus',
    name: 'Cumulus',
    ...legal,
    ratingMode: 'file',
  });
  const { id: otherPartnerId } = await createPartner(operator, {
    slug: 'nimbus',
    name: 'Nimbus',
    ...legal,
    ratingMode: 'file',
  });
  for (const id of [partnerId, otherPartnerId]) {
    await createAgreement(operator, {
      payerId: partyId,
      partnerId: id,
      role: 'agent',
      currency: 'USD',
      validFrom: '2023-01-01',
      maxChargeAgeMonths: 36,
      terms: [{ kind: 'percentage', terms: { ratePercent: '90' } }],
    });
  }
  const { id: customerId } = await createCustomer(operator, {
    slug: 'northwind',
    name: 'Northwind',
    ...legal,
  });
  const { id: specId } = await createCycleSpec(operator, {
    name: 'Monthly on the 1st',
    anchorOn: '2026-01-01',
    frequency: 'monthly',
    timeZone: 'Europe/Warsaw',
    cutOffDays: 5,
  });
  const { id: cycle } = await openCycle(operator, specId, 9);
  const account = async (number: string, currency: string) =>
    (
      await createAccount(operator, {
        customerId,
        number,
        name: number,
        currency,
        cycleSpecId: specId,
        openedOn: '2024-01-01',
      })
    ).id;
  const accounts = {
    usd: await account('ACC-USD-1', 'USD'),
    usd2: await account('ACC-USD-2', 'USD'),
    eur: await account('ACC-EUR-1', 'EUR'),
  };
  const as = (partyOf: string): ServiceContext => ({
    actor: {
      kind: 'key',
      id: partyOf,
      name: 'key',
      operatorId,
      audience: 'partner',
      partyId: partyOf,
      role: 'billing',
    },
    now: NOW,
  });
  const partner = as(partnerId);
  const otherPartner = as(otherPartnerId);
  return { operator, partner, partnerId, otherPartner, otherPartnerId, cycle, specId, customerId, accounts };
}
