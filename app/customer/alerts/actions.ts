'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { seeAlerts } from '@/lib/services/alerts/list-alerts';
import { checkAccountUsage } from '@/lib/services/alerts/watch-usage';

/** Used by the operator's page too: the service tells who has seen. */
export const seeAllAlerts = defineAction({
  schema: z.strictObject({}),
  permission: 'alert.read',
  run: async ({ ctx }) => ({ seen: await seeAlerts(ctx, null) }),
});

export const checkUsage = defineAction({
  schema: z.strictObject({ account: z.string().max(60) }),
  permission: 'budget.manage',
  run: async ({ ctx, input }) => ({ found: (await checkAccountUsage(ctx, input.account)).length }),
});
