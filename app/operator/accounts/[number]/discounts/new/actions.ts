'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { newDiscount } from '@/lib/schemas/new-discount';
import { createDiscount as create } from '@/lib/services/accounts/create-discount';

export const createDiscount = defineAction({
  schema: newDiscount.extend({ account: z.uuid() }),
  permission: 'account.manage',
  run: ({ ctx, input: { account, percent, amount, ...discount } }) =>
    create(ctx, {
      ...discount,
      ...(percent !== undefined && { percent }),
      ...(amount !== undefined && { amount }),
      billingAccountId: account,
    }),
});
