import { systemActor } from '@/lib/domain/access/actor';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { createAccount } from '@/lib/services/accounts/create-account';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import type { ServiceContext } from '@/lib/services/context';
import { createCycleSpec } from '@/lib/services/cycles/create-cycle-spec';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import { createOperator } from '@/lib/services/operators/create-operator';
import { createCustomer, createPartner } from '@/lib/services/parties/create-party';

export type BillWorld = { operator: ServiceContext; partner: string; cycle: string; accountId: string };

/** An operator with a cloud partner whose payer `payer-1` is one account, and the cycle of October 2026, which has ended. */
export async function billWorld(): Promise<BillWorld> {
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: 'Bench sp. z o.o.', country: 'PL', vatId: 'PL5260001246', address };
  const home = { email: null, currency: 'EUR', timeZone: 'Europe/Warsaw' };
  const { operatorId, partyId } = await createOperator({
    slug: 'bench-bills',
    name: 'Bench',
    ...legal,
    ...home,
  });
  const operator = { actor: systemActor(operatorId), now: '2026-11-22T10:00:00.000Z' };
  const cloud = { slug: 'cumulus', name: 'Cumulus', ratingMode: 'file' as const };
  const { id: partnerId } = await createPartner(operator, { ...cloud, ...legal });
  await createAgreement(operator, {
    payerId: partyId,
    partnerId,
    role: 'agent',
    currency: 'USD',
    validFrom: '2023-01-01',
    maxChargeAgeMonths: 36,
    terms: [{ kind: 'percentage', terms: { ratePercent: '90' } }],
  });
  const { id: customerId } = await createCustomer(operator, {
    slug: 'northwind',
    name: 'Northwind',
    ...legal,
  });
  const { id: cycleSpecId } = await createCycleSpec(operator, {
    name: 'Monthly on the 1st',
    anchorOn: '2026-01-01',
    frequency: 'monthly',
    timeZone: 'Europe/Warsaw',
    cutOffDays: 5,
  });
  const { id: cycle } = await openCycle(operator, cycleSpecId, 9);
  const account = { number: 'ACC-USD-1', name: 'Northwind', currency: 'USD', openedOn: '2024-01-01' };
  const { id: accountId } = await createAccount(operator, { ...account, customerId, cycleSpecId });
  const mapping = { level: 'payer' as const, externalAccount: 'payer-1', billingAccount: account.number };
  await setAccountMappings(operator, { partner: cloud.slug, mappings: [mapping] });
  return { operator, partner: cloud.slug, cycle, accountId };
}
