'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { chainForm } from '@/lib/schemas/agreement';
import { setOfferingChain } from '@/lib/services/agreements/set-offering-chain';
import { changeBilledBy as change } from '@/lib/services/catalogue/change-billed-by';

export const changeBilledBy = defineAction({
  schema: z.strictObject({ offering: z.string().max(60), billedBy: z.enum(['hub', 'partner']) }),
  permission: 'catalogue.manage',
  run: ({ ctx, input: { offering, billedBy } }) => change(ctx, offering, billedBy),
});

export const setChain = defineAction({
  schema: chainForm.extend({ offering: z.string().max(60) }),
  permission: 'agreement.manage',
  run: async ({ ctx, input: { offering, ...chain } }) => {
    const set = await setOfferingChain(ctx, offering, chain);
    return { places: set.chain.length };
  },
});
