'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { decideWriteOff as decide } from '@/lib/services/write-offs/decide-write-off';
import { setWriteOffLimit as setLimit } from '@/lib/services/write-offs/set-write-off-limit';
import {
  reverseWriteOff as reverse,
  writeOffBill as writeOff,
} from '@/lib/services/write-offs/write-off-bill';

const amount = z.string().max(24);
const asked = z.strictObject({ billId: z.uuid(), amount, reason: z.string().trim().min(3).max(500) });

export const writeOffBill = defineAction({
  schema: asked,
  permission: 'write-off.manage',
  run: async ({ ctx, input }) => {
    const answer = await writeOff(ctx, input);
    revalidatePath(`/operator/bills/${input.billId}`);
    return answer;
  },
});

export const reverseWriteOff = defineAction({
  schema: asked,
  permission: 'write-off.manage',
  run: async ({ ctx, input }) => {
    const answer = await reverse(ctx, input);
    revalidatePath(`/operator/bills/${input.billId}`);
    return answer;
  },
});

export const decideWriteOff = defineAction({
  schema: z.strictObject({ id: z.uuid(), decision: z.enum(['approve', 'refuse']) }),
  permission: 'write-off.manage',
  run: ({ ctx, input: { id, decision } }) => decide(ctx, id, decision),
});

export const setWriteOffLimit = defineAction({
  schema: z.strictObject({ limit: amount.nullable() }),
  permission: 'write-off.manage',
  run: ({ ctx, input: { limit } }) => setLimit(ctx, limit),
});
