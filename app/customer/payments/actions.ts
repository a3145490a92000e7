'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { startSession } from '@/lib/services/payment-sessions/start-session';

/** Opens the provider's page; the browser goes there. */
export const startPaying = defineAction({
  schema: z.strictObject({
    billingAccount: z.string().max(60),
    bill: z.uuid().nullable(),
    method: z.uuid(),
    amount: z.string().trim().max(40),
  }),
  permission: 'payment.pay',
  run: async ({ ctx, input: { bill: billId, method: methodId, ...input } }) => {
    const { pageUrl } = await startSession(ctx, { ...input, billId, methodId });
    return { pageUrl };
  },
});
