import { authorise, type ServiceContext } from '@/lib/services/context';
import { createProduct } from '@/lib/services/products/create-product';
import { type Recycled, recycleSuspense } from '@/lib/services/suspense/recycle-suspense';

/**
 * Adds the product that waiting usage names and tries the usage that names it. The product stays when the usage goes on waiting.
 * Fails as `createProduct` does.
 */
export async function addProductFor(
  ctx: ServiceContext,
  input: { reference: string; senderId: string; account: string; offeringId: string; startedOn: string },
): Promise<Recycled> {
  authorise(ctx, 'account.manage');
  const { reference, senderId, account, offeringId, startedOn } = input;
  await createProduct(ctx, { billingAccountId: account, offeringId, reference, startedOn });
  return recycleSuspense(ctx, { subject: reference, sender: [senderId], all: true });
}
