import { appendAudit } from '@/lib/db/audit';
import { endProductOn, lockProduct } from '@/lib/db/products';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Ends a product; `endedOn` is the first day without it. Fails: `not_found`, `already_ended`, `invalid_period`. */
export async function endProduct(ctx: ServiceContext, input: { id: string; endedOn: string }): Promise<void> {
  authorise(ctx, 'account.manage');
  const { operatorId } = ctx.actor;
  await withTenant(scopeOf(ctx.actor), async (tx) => {
    const product = await lockProduct(tx, input.id);
    if (!product) throw notFound('The product');
    if (product.endedOn !== null)
      throw conflict('already_ended', `${product.name} ended on ${product.endedOn}.`);
    if (input.endedOn <= product.startedOn) {
      throw invalid('invalid_period', 'endedOn', 'A product ends after the day on which it starts.');
    }
    const { billingAccountId, id } = product;
    await endProductOn(tx, { operatorId, billingAccountId, id }, input.endedOn);
    await appendAudit(tx, ctx.actor, {
      action: 'product.ended',
      entityType: 'product',
      entityId: id,
      before: { endedOn: null },
      after: { endedOn: input.endedOn },
    });
  });
}
