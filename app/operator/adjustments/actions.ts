'use server';

import { addDays, parseCivilDate } from '@/lib/domain/period/civil-date';
import { invalid } from '@/lib/errors';
import { defineAction } from '@/lib/http/define-action';
import { adjustmentForm, withdrawForm } from '@/lib/schemas/adjustments';
import { createAdjustment } from '@/lib/services/adjustments/create-adjustment';
import { withdrawAdjustment as withdraw } from '@/lib/services/adjustments/withdraw-adjustment';

export const addAdjustment = defineAction({
  schema: adjustmentForm,
  permission: 'adjustment.manage',
  run: async ({ ctx, input: { firstDay: from, lastDay, ...input } }) => {
    const last = parseCivilDate(lastDay);
    if (last === null) throw invalid('invalid_period', 'period', 'Choose the days it is for.');
    const { amount, currency } = await createAdjustment(ctx, {
      ...input,
      period: { from, to: addDays(last, 1) },
    });
    return { amount, currency };
  },
});

export const withdrawAdjustment = defineAction({
  schema: withdrawForm,
  permission: 'adjustment.manage',
  run: async ({ ctx, input: { id, reason } }) => {
    await withdraw(ctx, id, reason);
  },
});
