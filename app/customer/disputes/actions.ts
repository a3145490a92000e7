'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { answerInput, decisionInput, disputeInput, disputePolicyInput } from '@/lib/schemas/api/disputes';
import { addMessage } from '@/lib/services/disputes/add-message';
import { answerDispute } from '@/lib/services/disputes/answer-dispute';
import { decideDispute } from '@/lib/services/disputes/decide-dispute';
import { changeDisputePolicy } from '@/lib/services/disputes/dispute-policy';
import { previewDecision } from '@/lib/services/disputes/preview-decision';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';
import { withdrawDispute } from '@/lib/services/disputes/withdraw-dispute';

// Of all three portals: the services tell whose disputes are whose.
const ofDispute = { id: z.uuid() };
const { words } = answerInput;

export const raise = defineAction({
  schema: z.strictObject({ ...disputeInput, bill: z.uuid(), line: z.uuid() }),
  permission: 'dispute.raise',
  run: async ({ ctx, input: { bill: billId, line: lineId, ...input } }) => {
    const { id } = await raiseDispute(ctx, { ...input, billId, lineId });
    return { id };
  },
});

export const answer = defineAction({
  schema: z.strictObject({ ...answerInput, ...ofDispute }),
  permission: 'dispute.answer',
  run: async ({ ctx, input: { id, ...input } }) => {
    await answerDispute(ctx, id, input);
    return { id };
  },
});

export const decide = defineAction({
  schema: z.strictObject({ ...decisionInput, ...ofDispute }),
  permission: 'dispute.decide',
  run: async ({ ctx, input: { id, ...input } }) => {
    await decideDispute(ctx, id, input);
    return { id };
  },
});

export const preview = defineAction({
  schema: z.strictObject({ decision: decisionInput.decision, amount: decisionInput.amount, ...ofDispute }),
  permission: 'dispute.decide',
  run: ({ ctx, input: { id, ...input } }) => previewDecision(ctx, id, input),
});

export const withdraw = defineAction({
  schema: z.strictObject({ words, ...ofDispute }),
  permission: 'dispute.raise',
  run: async ({ ctx, input }) => {
    await withdrawDispute(ctx, input.id, input.words);
    return { id: input.id };
  },
});

export const write = defineAction({
  schema: z.strictObject({ words, ...ofDispute }),
  permission: 'dispute.read',
  run: ({ ctx, input }) => addMessage(ctx, input.id, input.words),
});

export const saveAnswerTimes = defineAction({
  schema: z.strictObject(disputePolicyInput),
  permission: 'dispute.decide',
  run: ({ ctx, input }) => changeDisputePolicy(ctx, input),
});
