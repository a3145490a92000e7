'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { objectionInput } from '@/lib/schemas/api/payouts';
import { objectToPayout } from '@/lib/services/payouts/object-to-payout';

export const object = defineAction({
  schema: objectionInput.extend({ payout: z.uuid() }),
  permission: 'payout.object',
  run: async ({ ctx, input: { payout, row = null, ...input } }) => ({
    id: (await objectToPayout(ctx, payout, { ...input, row })).id,
  }),
});
