import { defineRoute } from '@/lib/http/define-route';
import { createDiscountRoute, discountBody, listDiscountsRoute } from '@/lib/schemas/api/billing-accounts';
import { createDiscount } from '@/lib/services/accounts/create-discount';
import { getAccount } from '@/lib/services/accounts/get-account';

export const GET = defineRoute({
  ...listDiscountsRoute,
  permission: 'account.read',
  run: async ({ ctx, params }) => {
    const { discounts } = await getAccount(ctx, params.id);
    return { data: discounts.map((discount) => discountBody.parse(discount)) };
  },
});

export const POST = defineRoute({
  ...createDiscountRoute,
  permission: 'account.manage',
  run: async ({ ctx, params, body: { percent, amount, ...discount } }) => {
    const { id } = await createDiscount(ctx, {
      ...discount,
      ...(percent !== undefined && { percent }),
      ...(amount !== undefined && { amount }),
      billingAccountId: params.id,
    });
    const { discounts } = await getAccount(ctx, params.id);
    return Response.json(discountBody.parse(discounts.find((one) => one.id === id)), { status: 201 });
  },
});
