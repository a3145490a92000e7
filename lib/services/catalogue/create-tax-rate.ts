import { appendAudit } from '@/lib/db/audit';
import { insertTaxRate, type TaxRateRow } from '@/lib/db/catalogue';
import { newId } from '@/lib/db/id';
import { withTenant } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** What a country charges on a class of products from a day on; `ratePpm` is parts per million, 23 % is 230000n. */
export async function createTaxRate(
  ctx: ServiceContext,
  input: Omit<TaxRateRow, 'id' | 'validTo'>,
): Promise<{ id: string }> {
  authorise(ctx, 'catalogue.manage');
  const id = newId();
  await withTenant(scopeOf(ctx.actor), async (tx) => {
    await insertTaxRate(tx, ctx.actor.operatorId, { id, ...input, validTo: null });
    await appendAudit(tx, ctx.actor, {
      action: 'tax-rate.created',
      entityType: 'tax_rate',
      entityId: id,
      after: { ...input, ratePpm: input.ratePpm.toString() },
    });
  });
  return { id };
}
