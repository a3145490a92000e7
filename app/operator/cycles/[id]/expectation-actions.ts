'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { lateDecision } from '@/lib/schemas/api/expectations';
import { holdReason } from '@/lib/schemas/run-account-filter';
import { decideExpectation as decide } from '@/lib/services/expectations/decide-expectation';

/** Used by the page of a cycle and by the one of a partner. */
export const decideExpectation = defineAction({
  schema: z.strictObject({
    cycleId: z.uuid(),
    partner: z.string().max(60),
    decision: lateDecision,
    reason: holdReason,
  }),
  permission: 'expectation.decide',
  run: async ({ ctx, input }) => {
    const { state } = await decide(ctx, input);
    return { state };
  },
});
