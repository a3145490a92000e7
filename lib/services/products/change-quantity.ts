import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { endProductOn, lockProduct } from '@/lib/db/products';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { addProduct, requireQuantity } from '@/lib/services/products/create-product';

/**
 * Changes how many of a product an account has from a day on. The product ends that day and a successor with the same
 * reference and prices begins, so that each part is charged for its own days; the day of change belongs to the new quantity.
 * Fails: `not_found`, `already_ended`, `invalid_quantity`, `invalid_period`.
 */
export async function changeQuantity(
  ctx: ServiceContext,
  input: { id: string; quantity: string; from: string },
): Promise<{ id: string }> {
  authorise(ctx, 'account.manage');
  requireQuantity(input.quantity);
  const { operatorId } = ctx.actor;
  return withTenant(scopeOf(ctx.actor), async (tx) => {
    const product = await lockProduct(tx, input.id);
    if (!product) throw notFound('The product');
    if (product.endedOn !== null)
      throw conflict('already_ended', `${product.name} ended on ${product.endedOn}.`);
    if (input.from <= product.startedOn) {
      throw invalid('invalid_period', 'from', 'A change comes after the day on which the product starts.');
    }
    const { billingAccountId, id, offeringId } = product;
    await endProductOn(tx, { operatorId, billingAccountId, id }, input.from);
    const successor = { ...product, id: newId(), quantity: input.quantity, startedOn: input.from };
    const offering = await tx.productOffering.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: offeringId } },
      select: { supplierId: true },
    });
    await addProduct(tx, ctx, offering.supplierId, successor);
    await appendAudit(tx, ctx.actor, {
      action: 'product.quantity-changed',
      entityType: 'product',
      entityId: id,
      before: { quantity: product.quantity },
      after: { quantity: input.quantity, from: input.from, successor: successor.id },
    });
    return { id: successor.id };
  });
}
