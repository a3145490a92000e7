import { findAccount, insertAccount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { isUniqueViolation } from '@/lib/db/conflicts';
import { findCycleSpec } from '@/lib/db/cycles';
import { newId } from '@/lib/db/id';
import { findParty, type PartyRow } from '@/lib/db/parties';
import { withTenant, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AccountInput = {
  customerId: string;
  parentId?: string | null;
  number: string;
  name: string;
  currency: string;
  language?: string;
  cycleSpecId: string;
  paymentTermsDays?: number;
  openedOn: string;
};

/**
 * Opens a billing account of a customer. Its tax profile and address start as the customer's, its time zone is its cycle's.
 * Fails: `not_found`, `unknown_currency`, `account_number_taken`.
 */
export async function createAccount(ctx: ServiceContext, input: AccountInput): Promise<{ id: string }> {
  authorise(ctx, 'account.manage');
  if (!isCurrency(input.currency)) {
    throw invalid('unknown_currency', 'currency', `${input.currency} is not an ISO 4217 currency.`);
  }
  const scope = scopeOf(ctx.actor);
  const { customer, timeZone } = await withTenantSql(scope, async (sql) => {
    const customer = await findParty(sql, 'customer', input.customerId);
    if (!customer) throw notFound('The customer');
    const spec = await findCycleSpec(sql, input.cycleSpecId);
    if (!spec) throw notFound('The billing cycle');
    if (input.parentId && !(await findAccount(sql, input.parentId))) throw notFound('The account above');
    return { customer, timeZone: spec.timeZone };
  });
  const account = { id: newId(), ...accountFields(input), ...taxProfile(customer), timeZone };
  try {
    await withTenant(scope, async (tx) => {
      await insertAccount(tx, ctx.actor.operatorId, account);
      await appendAudit(tx, ctx.actor, {
        action: 'account.opened',
        entityType: 'billing_account',
        entityId: account.id,
        after: account,
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw conflict('account_number_taken', `There is an account ${input.number} already.`);
  }
  return { id: account.id };
}

function accountFields(input: AccountInput) {
  const { customerId, parentId = null, number, name, currency, language = 'en' } = input;
  const { cycleSpecId, paymentTermsDays = 14, openedOn } = input;
  return { customerId, parentId, number, name, currency, language, cycleSpecId, paymentTermsDays, openedOn };
}

const taxProfile = ({ country, vatId, isBusiness, address }: PartyRow) => ({
  country,
  vatId,
  isBusiness,
  address,
});
