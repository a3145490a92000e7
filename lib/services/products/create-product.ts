import { findAccount } from '@/lib/db/accounts';
import { appendAudit } from '@/lib/db/audit';
import { findOffering, type OfferingRow } from '@/lib/db/catalogue';
import { newId } from '@/lib/db/id';
import { findOverlapping, insertProduct, lockReference, type NewProduct } from '@/lib/db/products';
import { type TenantClient, withTenant, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ProductInput = {
  billingAccountId: string;
  offeringId: string;
  name?: string;
  /** What usage names the product by: a SIM, a tenant, a licence key. */
  reference: string;
  quantity?: string;
  startedOn: string;
  /** Exclusive. */
  endedOn?: string | null;
};

/**
 * Gives an account a product at the offering's prices in the account's currency, as they are today; the product keeps them.
 * Fails: `not_found`, `currency_not_offered`, `invalid_quantity`, `invalid_period`, `reference_taken`.
 */
export async function createProduct(ctx: ServiceContext, input: ProductInput): Promise<{ id: string }> {
  authorise(ctx, 'account.manage');
  const scope = scopeOf(ctx.actor);
  const { account, offering } = await withTenantSql(scope, async (sql) => {
    const account = await findAccount(sql, input.billingAccountId);
    if (!account) throw notFound('The account');
    const offering = await findOffering(sql, null, input.offeringId);
    if (!offering) throw notFound('The offering');
    return { account, offering };
  });
  const { name = offering.name, reference, quantity = '1', startedOn, endedOn = null } = input;
  requireQuantity(quantity);
  if (endedOn !== null && endedOn <= startedOn) {
    throw invalid('invalid_period', 'endedOn', 'A product ends after the day on which it starts.');
  }
  const priceIds = pricesIn(offering, account.currency);
  const ids = { id: newId(), billingAccountId: account.id, offeringId: offering.id };
  const product = { ...ids, name, reference, quantity, priceIds, startedOn, endedOn };
  await withTenant(scope, async (tx) => {
    await addProduct(tx, ctx, offering.supplier.id, product);
  });
  return { id: product.id };
}

/** The part that a change of an existing product shares: no two products answer to one reference on one day. */
export async function addProduct(
  tx: TenantClient,
  ctx: ServiceContext,
  supplierId: string,
  product: NewProduct,
): Promise<void> {
  const { operatorId } = ctx.actor;
  await lockReference(tx, operatorId, product.reference);
  if ((await findOverlapping(tx, supplierId, product)).length > 0) {
    const message = `Usage names a product by its reference, and ${product.reference} is in use in that time.`;
    throw conflict('reference_taken', message);
  }
  await insertProduct(tx, operatorId, product);
  await appendAudit(tx, ctx.actor, {
    action: 'product.added',
    entityType: 'product',
    entityId: product.id,
    after: product,
  });
}

export function requireQuantity(text: string): void {
  const quantity = parseDecimal(text);
  if (quantity !== null && quantity >= 0n) return;
  throw invalid('invalid_quantity', 'quantity', 'A quantity is a decimal number, 0 or more.');
}

function pricesIn({ name, prices }: OfferingRow, currency: string): string[] {
  const ids = prices
    .filter((price) => price.currency === currency && price.validTo === null)
    .map(({ id }) => id);
  if (ids.length > 0) return ids;
  throw invalid('currency_not_offered', 'offeringId', `${name} has no price in ${currency}.`);
}
