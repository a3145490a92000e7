'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { changeBilledBy as change } from '@/lib/services/catalogue/change-billed-by';

export const changeBilledBy = defineAction({
  schema: z.strictObject({ offering: z.string().max(60), billedBy: z.enum(['hub', 'partner']) }),
  permission: 'catalogue.manage',
  run: ({ ctx, input: { offering, billedBy } }) => change(ctx, offering, billedBy),
});
