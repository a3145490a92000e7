'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { acceptPartnerBill } from '@/lib/services/partner-bills/accept-partner-bill';
import { rejectPartnerBill } from '@/lib/services/partner-bills/reject-partner-bill';

const schema = z.strictObject({ id: z.uuid(), reason: z.string().max(500) });

export const acceptBill = defineAction({
  schema,
  permission: 'partner-bill.decide',
  run: async ({ ctx, input: { id, reason } }) => (await acceptPartnerBill(ctx, id, { reason })).state,
});

export const rejectBill = defineAction({
  schema,
  permission: 'partner-bill.decide',
  run: async ({ ctx, input: { id, reason } }) => (await rejectPartnerBill(ctx, id, { reason })).state,
});
