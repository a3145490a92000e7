'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { billAccounts } from '@/lib/services/bill-runs/bill-accounts';

export const startBill = defineAction({
  schema: z.strictObject({
    account: z.uuid(),
    kind: z.enum(['on_demand', 'final']),
    until: z.iso.date(),
  }),
  permission: 'bill-run.manage',
  run: async ({ ctx, input: { account, ...asked } }) => {
    const { id } = await billAccounts(ctx, { accounts: [account], ...asked });
    return { id };
  },
});
