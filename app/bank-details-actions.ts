'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { bankDetailsFields } from '@/lib/schemas/bank-details';
import {
  approveBankDetails,
  rejectBankDetails,
  withdrawBankDetails,
} from '@/lib/services/bank-details/decide-bank-details';
import { proposeBankDetails } from '@/lib/services/bank-details/propose-bank-details';

/** Used by partners for themselves and by the operator for either: the service tells them apart. */
export const proposeDetails = defineAction({
  schema: bankDetailsFields.safeExtend({ party: z.string().max(60).nullable() }),
  permission: 'bank-details.propose',
  run: async ({ ctx, input: { party, ...details } }) => {
    await proposeBankDetails(ctx, party, details);
    revalidatePath('/', 'layout');
  },
});

export const withdrawDetails = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'bank-details.propose',
  run: async ({ ctx, input }) => {
    await withdrawBankDetails(ctx, input.id);
    revalidatePath('/', 'layout');
  },
});

export const approveDetails = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'bank-details.approve',
  run: async ({ ctx, input }) => {
    await approveBankDetails(ctx, input.id);
    revalidatePath('/', 'layout');
  },
});

export const rejectDetails = defineAction({
  schema: z.strictObject({ id: z.uuid(), reason: z.string().trim().min(1).max(500) }),
  permission: 'bank-details.approve',
  run: async ({ ctx, input }) => {
    await rejectBankDetails(ctx, input.id, input.reason);
    revalidatePath('/', 'layout');
  },
});
