'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { adjustmentInput, answerInput, approvalInput } from '@/lib/schemas/api/payouts';
import { runApprovalInput, startSettlementRunInput } from '@/lib/schemas/api/settlement-runs';
import { today } from '@/lib/services/operators/today';
import { adjustPayout as adjust } from '@/lib/services/payouts/adjust-payout';
import { answerObjection as answer } from '@/lib/services/payouts/answer-objection';
import { approvePayout as approve } from '@/lib/services/payouts/approve-payout';
import { cancelPayout as cancel } from '@/lib/services/payouts/cancel-payout';
import { createPaymentFile as createFile } from '@/lib/services/payouts/create-payment-file';
import { markPayout } from '@/lib/services/payouts/mark-payout';
import { recomputePayout as recompute } from '@/lib/services/payouts/recompute-payout';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { cancelSettlementRun } from '@/lib/services/settlement-runs/cancel-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';

const payoutOnly = z.strictObject({ payout: z.uuid() });
const runOnly = z.strictObject({ run: z.uuid() });

export const startRun = defineAction({
  schema: startSettlementRunInput,
  permission: 'payout.manage',
  run: async ({ ctx, input }) => ({ id: (await startSettlementRun(ctx, input)).id }),
});

export const approveRun = defineAction({
  schema: runApprovalInput.extend({ run: z.uuid() }),
  permission: 'payout.approve',
  run: async ({ ctx, input: { run, ...seen } }) => ({ id: (await approveSettlementRun(ctx, run, seen)).id }),
});

export const cancelRun = defineAction({
  schema: runOnly,
  permission: 'payout.manage',
  run: async ({ ctx, input }) => ({ id: (await cancelSettlementRun(ctx, input.run)).id }),
});

export const approvePayout = defineAction({
  schema: approvalInput.extend({ payout: z.uuid() }),
  permission: 'payout.approve',
  run: async ({ ctx, input: { payout, ...seen } }) => ({ id: (await approve(ctx, payout, seen)).id }),
});

export const cancelPayout = defineAction({
  schema: payoutOnly,
  permission: 'payout.manage',
  run: async ({ ctx, input }) => ({ id: (await cancel(ctx, input.payout)).id }),
});

export const recomputePayout = defineAction({
  schema: payoutOnly,
  permission: 'payout.manage',
  run: async ({ ctx, input }) => ({ id: (await recompute(ctx, input.payout)).id }),
});

export const adjustPayout = defineAction({
  schema: adjustmentInput.extend({ payout: z.uuid() }),
  permission: 'payout.manage',
  run: async ({ ctx, input: { payout, ...adjustment } }) => ({
    id: (await adjust(ctx, payout, adjustment)).id,
  }),
});

export const markPaid = defineAction({
  schema: payoutOnly,
  permission: 'payout.manage',
  run: async ({ ctx, input }) => {
    const mark = { outcome: 'paid', on: await today(ctx) } as const;
    return { id: (await markPayout(ctx, input.payout, mark)).id };
  },
});

export const markReturned = defineAction({
  schema: payoutOnly.extend({ reason: z.string().trim().min(3).max(500) }),
  permission: 'payout.manage',
  run: async ({ ctx, input: { payout, reason } }) => {
    const mark = { outcome: 'returned', on: await today(ctx), reason } as const;
    return { id: (await markPayout(ctx, payout, mark)).id };
  },
});

export const answerObjection = defineAction({
  schema: answerInput.extend({ payout: z.uuid() }),
  permission: 'payout.manage',
  run: async ({ ctx, input }) => ({ id: (await answer(ctx, input)).id }),
});

export const makePaymentFile = defineAction({
  schema: z.strictObject({ currency: z.string().regex(/^[A-Z]{3}$/) }),
  permission: 'payout.manage',
  run: ({ ctx, input }) => createFile(ctx, { ...input, payouts: null, executionOn: null }),
});
